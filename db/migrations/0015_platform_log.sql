CREATE TABLE "platform_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	"ip" text
);
--> statement-breakpoint
CREATE INDEX "platform_log_actor_index" ON "platform_log" USING btree ("actor_id","id");