ALTER TABLE "audit_log" ADD COLUMN "search" text GENERATED ALWAYS AS (lower(
      coalesce(action, '') || ' ' ||
      coalesce(actor_name, '') || ' ' ||
      coalesce(target_id, '') || ' ' ||
      coalesce(request_id, '') || ' ' ||
      coalesce(before->>'name', '') || ' ' ||
      coalesce(before->>'firstName', '') || ' ' ||
      coalesce(before->>'lastName', '') || ' ' ||
      coalesce(before->>'email', '') || ' ' ||
      coalesce(before->>'key', '') || ' ' ||
      coalesce(before->>'subdomain', '') || ' ' ||
      coalesce(after->>'name', '') || ' ' ||
      coalesce(after->>'firstName', '') || ' ' ||
      coalesce(after->>'lastName', '') || ' ' ||
      coalesce(after->>'email', '') || ' ' ||
      coalesce(after->>'key', '') || ' ' ||
      coalesce(after->>'subdomain', ''))) STORED;--> statement-breakpoint
CREATE INDEX "audit_log_search_index" ON "audit_log" USING gin (search gin_trgm_ops);