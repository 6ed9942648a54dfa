CREATE TABLE "message_templates" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"language" text NOT NULL,
	"category" text NOT NULL,
	"status" text NOT NULL,
	"body" text NOT NULL,
	"variables" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reason" text,
	"synced_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_templates_category" CHECK ("message_templates"."category" in ('marketing','utility','authentication')),
	CONSTRAINT "message_templates_status" CHECK ("message_templates"."status" in ('approved','pending','rejected','paused','unsubmitted'))
);
--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "template_id" text;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD COLUMN "template_variables" jsonb DEFAULT '{}'::jsonb NOT NULL;