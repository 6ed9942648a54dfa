ALTER TABLE "message_jobs" ADD COLUMN "not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "per_minute" integer;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "next_batch_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "wakes_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "provider_pace" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD CONSTRAINT "messaging_campaigns_per_minute" CHECK ("messaging_campaigns"."per_minute" between 1 and 100000);