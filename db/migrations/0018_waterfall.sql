CREATE TABLE "sender_standings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"tier" text DEFAULT 'untrusted' NOT NULL,
	"tier_reason" text DEFAULT 'new' NOT NULL,
	"tier_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"tier_by" uuid,
	"halted_at" timestamp (3) with time zone,
	"halted_reason" text,
	"counts_from" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sender_standings_organization_unique" UNIQUE("organization_id"),
	CONSTRAINT "sender_standings_tier" CHECK ("sender_standings"."tier" in ('untrusted','trusted','premium')),
	CONSTRAINT "sender_standings_tier_reason" CHECK ("sender_standings"."tier_reason" in ('new','earned','lost','staff')),
	CONSTRAINT "sender_standings_halted" CHECK ("sender_standings"."halted_reason" in ('bounces','complaints'))
);
--> statement-breakpoint
ALTER TABLE "message_batches" ADD COLUMN "channel" text;--> statement-breakpoint
UPDATE "message_batches" b SET "channel" = c."channel" FROM "messaging_campaigns" c WHERE c."id" = b."campaign_id";--> statement-breakpoint
ALTER TABLE "message_batches" ALTER COLUMN "channel" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "trigger" jsonb;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "compiled_fallback" jsonb;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "step" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "next_step_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "last_run_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "paused_reason" text;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "asked_by" uuid;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "sent_back_by" uuid;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "sent_back_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "sent_back_note" text;--> statement-breakpoint
ALTER TABLE "sender_standings" ADD CONSTRAINT "sender_standings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_batches" ADD CONSTRAINT "message_batches_channel" CHECK ("message_batches"."channel" in ('email','sms','whatsapp'));--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD CONSTRAINT "messaging_campaigns_paused_reason" CHECK ("messaging_campaigns"."paused_reason" in ('bounces','complaints','limit','no_date'));--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD CONSTRAINT "messaging_campaigns_step" CHECK ("messaging_campaigns"."step" between 0 and 2);