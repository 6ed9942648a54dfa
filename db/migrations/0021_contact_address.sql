DROP INDEX "guest_contacts_value_index";--> statement-breakpoint
ALTER TABLE "guest_contacts" ADD COLUMN "address" text GENERATED ALWAYS AS (lower(btrim(value))) STORED;--> statement-breakpoint
CREATE INDEX "guest_contacts_address_index" ON "guest_contacts" USING btree ("organization_id","kind","address");