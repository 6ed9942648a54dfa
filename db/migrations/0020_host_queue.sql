ALTER TABLE "message_jobs" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "message_jobs" ADD COLUMN "held_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "sender" text DEFAULT 'provider' NOT NULL;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD CONSTRAINT "messaging_campaigns_sender" CHECK ("messaging_campaigns"."sender" = 'provider' or "messaging_campaigns"."sender" = 'host' and "messaging_campaigns"."channel" in ('sms','whatsapp'));