DROP INDEX "message_jobs_provider_unique";--> statement-breakpoint
DROP INDEX "message_jobs_queue_index";--> statement-breakpoint
CREATE INDEX "message_jobs_queue_index" ON "message_jobs" USING btree ("campaign_id","run","id") WHERE batch_id is null;--> statement-breakpoint
-- Room for the next versions of a row on its own page, without which no update is HOT.
ALTER TABLE "message_jobs" SET (fillfactor = 60);
