CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"token_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" uuid,
	"created_by_name" text DEFAULT '' NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_name_length" CHECK (char_length("api_keys"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "organization_invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"member_id" uuid,
	"email" text,
	"name" text DEFAULT '' NOT NULL,
	"role" text,
	"project_ids" uuid[],
	"event_ids" uuid[],
	"token_hash" text NOT NULL,
	"invited_by" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"sends" integer DEFAULT 1 NOT NULL,
	"max_uses" integer DEFAULT 1 NOT NULL,
	"use_count" integer DEFAULT 0 NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_invitations_role" CHECK ("organization_invitations"."role" in ('door_supervisor','door')),
	CONSTRAINT "organization_invitations_kind" CHECK (("organization_invitations"."email" is null) = ("organization_invitations"."role" is not null)),
	CONSTRAINT "organization_invitations_uses" CHECK ("organization_invitations"."use_count" between 0 and "organization_invitations"."max_uses")
);
--> statement-breakpoint
ALTER TABLE "organization_members" DROP CONSTRAINT "organization_members_narrowed";--> statement-breakpoint
DROP INDEX "organization_members_token_unique";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "place" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_invitations" ADD CONSTRAINT "organization_invitations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_token_unique" ON "api_keys" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_keys_organization_index" ON "api_keys" USING btree ("organization_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_invitations_token_unique" ON "organization_invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "organization_invitations_organization_index" ON "organization_invitations" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "organization_invitations_member_index" ON "organization_invitations" USING btree ("member_id");--> statement-breakpoint
ALTER TABLE "organization_members" DROP COLUMN "token_hash";--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_owner_stays" CHECK ("organization_members"."role" <> 'owner' or "organization_members"."expires_at" is null);--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_narrowed" CHECK ("organization_members"."role" in ('door_supervisor','door') or ("organization_members"."event_ids" is null and ("organization_members"."project_ids" is null or "organization_members"."role" in ('editor','viewer'))));