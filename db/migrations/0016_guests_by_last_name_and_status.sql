DROP INDEX "guests_name_index";--> statement-breakpoint
ALTER TABLE "guests" ADD COLUMN "sort_name" text GENERATED ALWAYS AS (lower(last_name)) STORED;--> statement-breakpoint
CREATE INDEX "guests_status_index" ON "guests" USING btree ("project_id","rsvp_status","created_at","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "guests_name_index" ON "guests" USING btree ("project_id","sort_name","search_name","id") WHERE deleted_at is null;