CREATE TABLE "guest_contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"guest_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"label" text,
	"is_primary" boolean DEFAULT false NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"suppressed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guest_contacts_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "guest_contacts_value_unique" UNIQUE("guest_id","kind","value"),
	CONSTRAINT "guest_contacts_kind" CHECK ("guest_contacts"."kind" in ('email','phone','whatsapp','postal')),
	CONSTRAINT "guest_contacts_value_length" CHECK (char_length("guest_contacts"."value") between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "guest_events" (
	"organization_id" uuid NOT NULL,
	"guest_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"invited" boolean DEFAULT true NOT NULL,
	"attendance" text,
	"source" text,
	"revision_id" uuid,
	"answered_at" timestamp (3) with time zone,
	"checked_in_at" timestamp (3) with time zone,
	CONSTRAINT "guest_events_guest_id_event_id_pk" PRIMARY KEY("guest_id","event_id"),
	CONSTRAINT "guest_events_attendance" CHECK ("guest_events"."attendance" in ('attending','declined','maybe','waitlisted')),
	CONSTRAINT "guest_events_source" CHECK ("guest_events"."source" in ('guest','host','calendar','import')),
	CONSTRAINT "guest_events_answer" CHECK ("guest_events"."attendance" is null or "guest_events"."answered_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "guest_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"max_plus_ones" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "guest_groups_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "guest_groups_name_length" CHECK (char_length("guest_groups"."name") <= 200),
	CONSTRAINT "guest_groups_plus_ones" CHECK ("guest_groups"."max_plus_ones" between 0 and 20)
);
--> statement-breakpoint
CREATE TABLE "guest_import_rows" (
	"organization_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"hash" text NOT NULL,
	"data" jsonb NOT NULL,
	"outcome" text,
	"guest_ids" uuid[] DEFAULT '{}' NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"before" jsonb,
	CONSTRAINT "guest_import_rows_import_id_row_pk" PRIMARY KEY("import_id","row"),
	CONSTRAINT "guest_import_rows_outcome" CHECK ("guest_import_rows"."outcome" in ('new','changed','unchanged','conflict','rejected'))
);
--> statement-breakpoint
CREATE TABLE "guest_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"filename" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"mapping" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"conflicts" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"error" text,
	"created_by" uuid,
	"finished_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guest_imports_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "guest_imports_status" CHECK ("guest_imports"."status" in ('queued','running','done','failed','cancelled','undone'))
);
--> statement-breakpoint
CREATE TABLE "guest_tag_assignments" (
	"organization_id" uuid NOT NULL,
	"guest_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	CONSTRAINT "guest_tag_assignments_guest_id_tag_id_pk" PRIMARY KEY("guest_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "guest_tags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"color" text DEFAULT 'grey' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guest_tags_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "guest_tags_name_length" CHECK (char_length("guest_tags"."name") between 1 and 60)
);
--> statement-breakpoint
CREATE TABLE "guests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text DEFAULT '' NOT NULL,
	"age_band" text DEFAULT 'adult' NOT NULL,
	"language" text,
	"timezone" text,
	"dietary" text,
	"notes" text,
	"plus_one_allowance" integer DEFAULT 0 NOT NULL,
	"plus_one_of" uuid,
	"position" integer DEFAULT 0 NOT NULL,
	"rsvp_status" text DEFAULT 'none' NOT NULL,
	"search_name" text GENERATED ALWAYS AS (lower(first_name || ' ' || last_name)) STORED,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "guests_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "guests_first_name_length" CHECK (char_length("guests"."first_name") between 1 and 200),
	CONSTRAINT "guests_last_name_length" CHECK (char_length("guests"."last_name") <= 200),
	CONSTRAINT "guests_age_band" CHECK ("guests"."age_band" in ('adult','child','infant')),
	CONSTRAINT "guests_plus_ones" CHECK ("guests"."plus_one_allowance" between 0 and 20),
	CONSTRAINT "guests_rsvp_status" CHECK ("guests"."rsvp_status" in ('none','pending','attending','declined','maybe','waitlisted'))
);
--> statement-breakpoint
CREATE TABLE "message_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"run" integer NOT NULL,
	"number" integer NOT NULL,
	"status" text DEFAULT 'frozen' NOT NULL,
	"size" integer NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"first_attempt_at" timestamp (3) with time zone,
	"not_before" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_batches_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "message_batches_number_unique" UNIQUE("campaign_id","run","number"),
	CONSTRAINT "message_batches_status" CHECK ("message_batches"."status" in ('frozen','sending','sent','unknown','failed','cancelled'))
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_event_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_events_provider_unique" UNIQUE("provider","provider_event_id")
);
--> statement-breakpoint
CREATE TABLE "message_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"run" integer NOT NULL,
	"guest_id" uuid NOT NULL,
	"invite_id" uuid,
	"batch_id" uuid,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"slots" jsonb,
	"provider_message_id" text,
	"sent_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone,
	"clicked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_jobs_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "message_jobs_guest_unique" UNIQUE("campaign_id","run","guest_id","channel"),
	CONSTRAINT "message_jobs_address_unique" UNIQUE("campaign_id","run","channel","address"),
	CONSTRAINT "message_jobs_status" CHECK ("message_jobs"."status" in ('queued','sending','sent','delivered','bounced','complained','failed','suppressed','cancelled'))
);
--> statement-breakpoint
CREATE TABLE "messaging_campaigns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"site_id" uuid,
	"name" text NOT NULL,
	"channel" text NOT NULL,
	"fallback" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject" text,
	"preheader" text,
	"body" text NOT NULL,
	"audience" jsonb DEFAULT '{"all":true}'::jsonb NOT NULL,
	"scheduled_at" timestamp (3) with time zone,
	"send_window" jsonb,
	"status" text DEFAULT 'draft' NOT NULL,
	"compiled" jsonb,
	"run" integer DEFAULT 0 NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"last_error" text,
	"created_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "messaging_campaigns_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "messaging_campaigns_channel" CHECK ("messaging_campaigns"."channel" in ('email','sms','whatsapp')),
	CONSTRAINT "messaging_campaigns_status" CHECK ("messaging_campaigns"."status" in ('draft','awaiting_approval','approved','scheduled','sending','paused','sent','cancelled','failed')),
	CONSTRAINT "messaging_campaigns_name_length" CHECK (char_length("messaging_campaigns"."name") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "suppression_list" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"reason" text NOT NULL,
	"source" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suppression_list_address_unique" UNIQUE("organization_id","channel","address"),
	CONSTRAINT "suppression_list_channel" CHECK ("suppression_list"."channel" in ('email','sms','whatsapp')),
	CONSTRAINT "suppression_list_reason" CHECK ("suppression_list"."reason" in ('manual','bounce','complaint','unsubscribe'))
);
--> statement-breakpoint
CREATE TABLE "organization_members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid,
	"email" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"token_hash" text,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_members_user_unique" UNIQUE("organization_id","user_id"),
	CONSTRAINT "organization_members_role" CHECK ("organization_members"."role" in ('owner','admin','editor','viewer','door_supervisor','door')),
	CONSTRAINT "organization_members_status" CHECK ("organization_members"."status" in ('active','invited')),
	CONSTRAINT "organization_members_active_user" CHECK ("organization_members"."status" <> 'active' or "organization_members"."user_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"second_approver" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "organizations_name_length" CHECK (char_length("organizations"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text,
	"project_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	"ip" text,
	"hash" text,
	"previous_hash" text
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_actor_key_pk" PRIMARY KEY("actor","key"),
	CONSTRAINT "idempotency_keys_key_length" CHECK (char_length("idempotency_keys"."key") between 1 and 255)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"data" jsonb NOT NULL,
	"topic" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"timezone" text NOT NULL,
	"venue_name" text,
	"address" text,
	"dress_code" text,
	"capacity" integer,
	"waitlist" boolean DEFAULT false NOT NULL,
	"rsvp_deadline" timestamp (3) with time zone,
	"grace_hours" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "events_name_length" CHECK (char_length("events"."name") between 1 and 200),
	CONSTRAINT "events_capacity" CHECK ("events"."capacity" > 0),
	CONSTRAINT "events_grace" CHECK ("events"."grace_hours" between 0 and 720),
	CONSTRAINT "events_order" CHECK ("events"."ends_at" >= "events"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text DEFAULT 'other' NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"event_date" text,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"country" text DEFAULT 'US' NOT NULL,
	"guest_count" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "projects_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "projects_name_length" CHECK (char_length("projects"."name") between 1 and 200),
	CONSTRAINT "projects_kind" CHECK ("projects"."kind" in ('wedding','corporate','birthday','conference','other')),
	CONSTRAINT "projects_status" CHECK ("projects"."status" in ('draft','active','archived')),
	CONSTRAINT "projects_event_date" CHECK ("projects"."event_date" ~ '^\d{4}-\d{2}-\d{2}$')
);
--> statement-breakpoint
CREATE TABLE "invite_access_logs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"invite_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"action" text NOT NULL,
	"user_agent" text,
	"ip_hash" text,
	"is_bot" boolean DEFAULT false NOT NULL,
	CONSTRAINT "invite_access_logs_action" CHECK ("invite_access_logs"."action" in ('opened','validated','rsvp','denied'))
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"guest_id" uuid,
	"site_id" uuid,
	"event_ids" uuid[],
	"token_hash" text NOT NULL,
	"token_cipher" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"max_uses" integer,
	"use_count" integer DEFAULT 0 NOT NULL,
	"open_count" integer DEFAULT 0 NOT NULL,
	"first_opened_at" timestamp (3) with time zone,
	"last_opened_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invites_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "invites_status" CHECK ("invites"."status" in ('active','revoked')),
	CONSTRAINT "invites_max_uses" CHECK ("invites"."max_uses" > 0)
);
--> statement-breakpoint
CREATE TABLE "rsvp_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"guest_id" uuid,
	"question_id" uuid,
	"question_text" text NOT NULL,
	"question_type" text NOT NULL,
	"value" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rsvp_forms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"event_ids" uuid[],
	"opens_at" timestamp (3) with time zone,
	"closes_at" timestamp (3) with time zone,
	"grace_hours" integer DEFAULT 0 NOT NULL,
	"late_message" text,
	"allow_edits" boolean DEFAULT true NOT NULL,
	"confirmation_message" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "rsvp_forms_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "rsvp_forms_name_length" CHECK (char_length("rsvp_forms"."name") between 1 and 200),
	CONSTRAINT "rsvp_forms_grace" CHECK ("rsvp_forms"."grace_hours" between 0 and 720)
);
--> statement-breakpoint
CREATE TABLE "rsvp_questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"type" text NOT NULL,
	"label" text NOT NULL,
	"help" text,
	"required" boolean DEFAULT false NOT NULL,
	"options" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"per_guest" boolean DEFAULT true NOT NULL,
	"event_id" uuid,
	"visible_if" jsonb,
	"ask_at_door" boolean DEFAULT false NOT NULL,
	"position" double precision DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rsvp_questions_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "rsvp_questions_type" CHECK ("rsvp_questions"."type" in ('attendance','short_text','long_text','single_choice','multiple_choice','picture_choice','number','date','meal','yes_no','phone','email','consent')),
	CONSTRAINT "rsvp_questions_label_length" CHECK (char_length("rsvp_questions"."label") between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "rsvp_revisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"source" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"message" text,
	"responses" jsonb NOT NULL,
	CONSTRAINT "rsvp_revisions_number_unique" UNIQUE("submission_id","number"),
	CONSTRAINT "rsvp_revisions_source" CHECK ("rsvp_revisions"."source" in ('guest','host','calendar','import'))
);
--> statement-breakpoint
CREATE TABLE "rsvp_submissions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"invite_id" uuid NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"source" text NOT NULL,
	"message" text,
	"responses" jsonb NOT NULL,
	"submitted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rsvp_submissions_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "rsvp_submissions_invite_unique" UNIQUE("invite_id","form_id"),
	CONSTRAINT "rsvp_submissions_source" CHECK ("rsvp_submissions"."source" in ('guest','host','calendar','import'))
);
--> statement-breakpoint
CREATE TABLE "site_artifacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"facts_hash" text NOT NULL,
	"renderer" text NOT NULL,
	"parts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "site_artifacts_key_unique" UNIQUE("version_id","locale","facts_hash","renderer")
);
--> statement-breakpoint
CREATE TABLE "site_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"label" text,
	"scene_graph" jsonb NOT NULL,
	"created_by" uuid,
	"published_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "site_versions_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "site_versions_number_unique" UNIQUE("site_id","number")
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"subdomain" text NOT NULL,
	"custom_domain" text,
	"status" text DEFAULT 'draft' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"draft_version_id" uuid,
	"published_version_id" uuid,
	"rsvp_form_id" uuid,
	"password_hash" text,
	"indexed" text DEFAULT 'no' NOT NULL,
	"published_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "sites_tenant_key" UNIQUE("organization_id","id"),
	CONSTRAINT "sites_status" CHECK ("sites"."status" in ('draft','published','unpublished')),
	CONSTRAINT "sites_subdomain_label" CHECK ("sites"."subdomain" ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
	CONSTRAINT "sites_published" CHECK ("sites"."status" <> 'published' or "sites"."published_version_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_token" text NOT NULL,
	"user_id" uuid NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	"user_agent" text,
	"ip" text,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"code_hash" text NOT NULL,
	"link_hash" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"return_to" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"email_verified" timestamp (3) with time zone,
	"name" text DEFAULT '' NOT NULL,
	"image" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"platform_role" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_platform_role" CHECK ("users"."platform_role" in ('staff'))
);
--> statement-breakpoint
ALTER TABLE "guest_contacts" ADD CONSTRAINT "guest_contacts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_contacts" ADD CONSTRAINT "guest_contacts_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_events" ADD CONSTRAINT "guest_events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_events" ADD CONSTRAINT "guest_events_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_events" ADD CONSTRAINT "guest_events_event" FOREIGN KEY ("organization_id","event_id") REFERENCES "public"."events"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_groups" ADD CONSTRAINT "guest_groups_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_groups" ADD CONSTRAINT "guest_groups_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_import_rows" ADD CONSTRAINT "guest_import_rows_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_import_rows" ADD CONSTRAINT "guest_import_rows_import" FOREIGN KEY ("organization_id","import_id") REFERENCES "public"."guest_imports"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_imports" ADD CONSTRAINT "guest_imports_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_imports" ADD CONSTRAINT "guest_imports_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_tag_assignments" ADD CONSTRAINT "guest_tag_assignments_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_tag_assignments" ADD CONSTRAINT "guest_tag_assignments_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_tag_assignments" ADD CONSTRAINT "guest_tag_assignments_tag" FOREIGN KEY ("organization_id","tag_id") REFERENCES "public"."guest_tags"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_tags" ADD CONSTRAINT "guest_tags_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_tags" ADD CONSTRAINT "guest_tags_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_group" FOREIGN KEY ("organization_id","group_id") REFERENCES "public"."guest_groups"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_plus_one_of" FOREIGN KEY ("plus_one_of") REFERENCES "public"."guests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_batches" ADD CONSTRAINT "message_batches_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_batches" ADD CONSTRAINT "message_batches_campaign" FOREIGN KEY ("organization_id","campaign_id") REFERENCES "public"."messaging_campaigns"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_job" FOREIGN KEY ("organization_id","job_id") REFERENCES "public"."message_jobs"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_jobs" ADD CONSTRAINT "message_jobs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_jobs" ADD CONSTRAINT "message_jobs_campaign" FOREIGN KEY ("organization_id","campaign_id") REFERENCES "public"."messaging_campaigns"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_jobs" ADD CONSTRAINT "message_jobs_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_jobs" ADD CONSTRAINT "message_jobs_batch" FOREIGN KEY ("organization_id","batch_id") REFERENCES "public"."message_batches"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD CONSTRAINT "messaging_campaigns_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messaging_campaigns" ADD CONSTRAINT "messaging_campaigns_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppression_list" ADD CONSTRAINT "suppression_list_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invite_access_logs" ADD CONSTRAINT "invite_access_logs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invite_access_logs" ADD CONSTRAINT "invite_access_logs_invite" FOREIGN KEY ("organization_id","invite_id") REFERENCES "public"."invites"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_group" FOREIGN KEY ("organization_id","group_id") REFERENCES "public"."guest_groups"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_answers" ADD CONSTRAINT "rsvp_answers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_answers" ADD CONSTRAINT "rsvp_answers_question_id_rsvp_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."rsvp_questions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_answers" ADD CONSTRAINT "rsvp_answers_submission" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."rsvp_submissions"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_answers" ADD CONSTRAINT "rsvp_answers_guest" FOREIGN KEY ("organization_id","guest_id") REFERENCES "public"."guests"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_forms" ADD CONSTRAINT "rsvp_forms_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_forms" ADD CONSTRAINT "rsvp_forms_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_questions" ADD CONSTRAINT "rsvp_questions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_questions" ADD CONSTRAINT "rsvp_questions_form" FOREIGN KEY ("organization_id","form_id") REFERENCES "public"."rsvp_forms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_revisions" ADD CONSTRAINT "rsvp_revisions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_revisions" ADD CONSTRAINT "rsvp_revisions_submission" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."rsvp_submissions"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_submissions" ADD CONSTRAINT "rsvp_submissions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_submissions" ADD CONSTRAINT "rsvp_submissions_form" FOREIGN KEY ("organization_id","form_id") REFERENCES "public"."rsvp_forms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp_submissions" ADD CONSTRAINT "rsvp_submissions_invite" FOREIGN KEY ("organization_id","invite_id") REFERENCES "public"."invites"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_artifacts" ADD CONSTRAINT "site_artifacts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_artifacts" ADD CONSTRAINT "site_artifacts_site" FOREIGN KEY ("organization_id","site_id") REFERENCES "public"."sites"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_artifacts" ADD CONSTRAINT "site_artifacts_version" FOREIGN KEY ("organization_id","version_id") REFERENCES "public"."site_versions"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_versions" ADD CONSTRAINT "site_versions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_versions" ADD CONSTRAINT "site_versions_site" FOREIGN KEY ("organization_id","site_id") REFERENCES "public"."sites"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_project" FOREIGN KEY ("organization_id","project_id") REFERENCES "public"."projects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "guest_contacts_primary_unique" ON "guest_contacts" USING btree ("guest_id","kind") WHERE is_primary;--> statement-breakpoint
CREATE INDEX "guest_contacts_value_index" ON "guest_contacts" USING btree ("organization_id","kind","value");--> statement-breakpoint
CREATE INDEX "guest_contacts_search_index" ON "guest_contacts" USING gin (value gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "guest_events_event_index" ON "guest_events" USING btree ("event_id","attendance","guest_id");--> statement-breakpoint
CREATE INDEX "guest_groups_project_index" ON "guest_groups" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "guest_imports_project_index" ON "guest_imports" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "guest_tag_assignments_tag_index" ON "guest_tag_assignments" USING btree ("tag_id","guest_id");--> statement-breakpoint
CREATE UNIQUE INDEX "guest_tags_name_unique" ON "guest_tags" USING btree ("project_id",lower(name));--> statement-breakpoint
CREATE INDEX "guests_list_index" ON "guests" USING btree ("project_id","created_at","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "guests_name_index" ON "guests" USING btree ("project_id",lower(last_name),lower(first_name),"id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "guests_group_index" ON "guests" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "guests_search_index" ON "guests" USING gin (search_name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "message_batches_open_index" ON "message_batches" USING btree ("campaign_id","number") WHERE status in ('frozen','sending');--> statement-breakpoint
CREATE INDEX "message_events_job_index" ON "message_events" USING btree ("job_id","at");--> statement-breakpoint
CREATE INDEX "message_jobs_queue_index" ON "message_jobs" USING btree ("campaign_id","run","id") WHERE status = 'queued' and batch_id is null;--> statement-breakpoint
CREATE INDEX "message_jobs_batch_index" ON "message_jobs" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "message_jobs_guest_index" ON "message_jobs" USING btree ("guest_id");--> statement-breakpoint
CREATE UNIQUE INDEX "message_jobs_provider_unique" ON "message_jobs" USING btree ("provider_message_id");--> statement-breakpoint
CREATE INDEX "messaging_campaigns_project_index" ON "messaging_campaigns" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "messaging_campaigns_open_index" ON "messaging_campaigns" USING btree ("status") WHERE status in ('approved','scheduled','sending');--> statement-breakpoint
CREATE UNIQUE INDEX "organization_members_email_unique" ON "organization_members" USING btree ("organization_id",lower("email"));--> statement-breakpoint
CREATE INDEX "organization_members_user_index" ON "organization_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_members_token_unique" ON "organization_members" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "organizations_slug_unique" ON "organizations" USING btree ("slug") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "audit_log_organization_index" ON "audit_log" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_project_index" ON "audit_log" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age_index" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_unsent_index" ON "outbox" USING btree ("id") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "events_project_index" ON "events" USING btree ("project_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "projects_list_index" ON "projects" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "invite_access_logs_invite_index" ON "invite_access_logs" USING btree ("invite_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "invites_token_unique" ON "invites" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "invites_household_unique" ON "invites" USING btree ("group_id") WHERE guest_id is null and status = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "invites_guest_unique" ON "invites" USING btree ("guest_id") WHERE guest_id is not null and status = 'active';--> statement-breakpoint
CREATE INDEX "invites_project_index" ON "invites" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "rsvp_answers_unique" ON "rsvp_answers" USING btree ("submission_id",coalesce(guest_id, submission_id),"question_id");--> statement-breakpoint
CREATE INDEX "rsvp_answers_question_index" ON "rsvp_answers" USING btree ("question_id");--> statement-breakpoint
CREATE INDEX "rsvp_forms_project_index" ON "rsvp_forms" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "rsvp_questions_form_index" ON "rsvp_questions" USING btree ("form_id","position","id");--> statement-breakpoint
CREATE INDEX "rsvp_submissions_form_index" ON "rsvp_submissions" USING btree ("form_id","submitted_at","id");--> statement-breakpoint
CREATE INDEX "rsvp_submissions_project_index" ON "rsvp_submissions" USING btree ("project_id","submitted_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sites_subdomain_unique" ON "sites" USING btree ("subdomain") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "sites_custom_domain_unique" ON "sites" USING btree ("custom_domain") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "sites_project_index" ON "sites" USING btree ("project_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token_unique" ON "sessions" USING btree ("session_token");--> statement-breakpoint
CREATE INDEX "sessions_user_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_codes_email_index" ON "sign_in_codes" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_codes_link_unique" ON "sign_in_codes" USING btree ("link_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_unique" ON "users" USING btree (lower("email"));