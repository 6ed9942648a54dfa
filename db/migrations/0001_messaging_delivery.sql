CREATE TABLE "provider_pace" (
	"provider" text PRIMARY KEY NOT NULL,
	"next_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "message_jobs" ADD COLUMN "unsubscribed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "updated_by" uuid;--> statement-breakpoint
CREATE INDEX "message_jobs_list_index" ON "message_jobs" USING btree ("campaign_id","id");