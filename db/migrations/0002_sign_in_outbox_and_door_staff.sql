DROP INDEX "sign_in_codes_email_index";--> statement-breakpoint
ALTER TABLE "organization_members" ADD COLUMN "project_ids" uuid[];--> statement-breakpoint
ALTER TABLE "organization_members" ADD COLUMN "event_ids" uuid[];--> statement-breakpoint
ALTER TABLE "sign_in_codes" ADD COLUMN "sent_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "sign_in_codes_unsent_index" ON "sign_in_codes" USING btree ("id") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "sign_in_codes_email_index" ON "sign_in_codes" USING btree ("email","id");--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_narrowed" CHECK ("organization_members"."role" in ('door_supervisor','door') or ("organization_members"."project_ids" is null and "organization_members"."event_ids" is null));