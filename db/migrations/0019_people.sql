CREATE TABLE "guest_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"guest_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"note" text,
	"recorded_by" uuid,
	"withdrawn_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guest_consents_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "guest_consents_channel" CHECK ("guest_consents"."channel" in ('email','sms','whatsapp')),
	CONSTRAINT "guest_consents_source" CHECK ("guest_consents"."source" in ('form','import','host','reply')),
	CONSTRAINT "guest_consents_note_length" CHECK (char_length("guest_consents"."note") <= 500)
);
--> statement-breakpoint
CREATE TABLE "received_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"provider_event_id" text NOT NULL,
	"provider_message_id" text,
	"sender" text NOT NULL,
	"recipients" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "received_mails_provider_unique" UNIQUE("provider","provider_event_id")
);
--> statement-breakpoint
ALTER TABLE "message_jobs" ADD COLUMN "machine_opened_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "guest_consents" ADD CONSTRAINT "guest_consents_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_consents" ADD CONSTRAINT "guest_consents_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_consents" ADD CONSTRAINT "guest_consents_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "guest_consents_standing_unique" ON "guest_consents" USING btree ("guest_id","channel") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "guest_consents_guest_index" ON "guest_consents" USING btree ("guest_id","given_at");--> statement-breakpoint
CREATE INDEX "received_mails_time_index" ON "received_mails" USING btree ("received_at");