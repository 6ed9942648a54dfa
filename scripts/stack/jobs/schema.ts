/**
 * The tables of the jobs executor, made idempotently at start. Payloads are canonical JSON in `text`: jsonb would
 * refuse \u0000 and reorder keys, and what is signed must be what is stored.
 */
export const SCHEMA = `
create schema if not exists jobs;

create table if not exists jobs.apps (
  id text primary key, url text not null, sdk text, framework text,
  synced_at timestamptz not null default now()
);

create sequence if not exists jobs.revisions;
create table if not exists jobs.functions (
  id text primary key, app_id text not null, config text not null, event_names text[] not null,
  active boolean not null default true, revision bigint not null, updated_at timestamptz not null default now()
);

create table if not exists jobs.events (
  id uuid primary key, seq bigint generated always as identity, name text not null, body text not null,
  routed boolean not null default false, problem text, received_at timestamptz not null default now()
);
create index if not exists events_unrouted on jobs.events (seq) where not routed;
create index if not exists events_received on jobs.events (received_at);

-- Whatever may happen once within a time: an event's id, a function's idempotency key.
create table if not exists jobs.keys (
  scope text not null, key text not null, owner uuid not null, expires_at timestamptz not null,
  primary key (scope, key)
);
create index if not exists keys_expiry on jobs.keys (expires_at);

create table if not exists jobs.runs (
  id uuid primary key, function_id text not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  event_ids uuid[] not null, lane text not null, rank timestamptz not null, eager boolean not null default false,
  parent_run uuid, parent_step text, output text, error text,
  queued_at timestamptz not null default now(), started_at timestamptz, ended_at timestamptz
);
create index if not exists runs_recent on jobs.runs (queued_at desc);
create index if not exists runs_by_function on jobs.runs (function_id, queued_at desc);
create index if not exists runs_by_status on jobs.runs (status, queued_at desc);

create sequence if not exists jobs.completions;
create table if not exists jobs.steps (
  run_id uuid not null references jobs.runs on delete cascade, hash text not null, name text not null, op text not null,
  status text not null check (status in ('planned', 'waiting', 'done', 'failed', 'dropped')),
  race boolean not null default false, data text, error text, on_wake text, wake_at timestamptz, seq bigint,
  created_at timestamptz not null default now(), ended_at timestamptz,
  primary key (run_id, hash)
);
create index if not exists steps_wake on jobs.steps (wake_at) where status = 'waiting' and wake_at is not null;

-- One row is one call the app owes us: a planned step by its hash, or '' to find what comes next in the run.
create table if not exists jobs.queue (
  id uuid primary key, run_id uuid not null references jobs.runs on delete cascade, step text not null,
  function_id text not null, lane text not null, rank timestamptz not null, due_at timestamptz not null,
  attempt int not null default 0, drops int not null default 0, again boolean not null default false,
  generation int not null default 0, lease_owner uuid, lease_until timestamptz, problem text,
  unique (run_id, step)
);
create index if not exists queue_free on jobs.queue (lane, rank) where lease_until is null;
create index if not exists queue_leased on jobs.queue (lease_until) where lease_until is not null;

-- What a queued call counts against: its concurrency keys, and for a run's first call its throttle.
create table if not exists jobs.lanes (
  id text primary key, function_id text not null, keys text[] not null, limits int[] not null,
  throttle text, throttle_every float8, throttle_burst int
);
create table if not exists jobs.throttles (key text primary key, tat timestamptz not null);
create table if not exists jobs.rate_marks (scope text not null, at timestamptz not null default clock_timestamp());
create index if not exists rate_marks_scope on jobs.rate_marks (scope, at);

-- Events a run waits for: step '' cancels the run, another resolves that step.
create table if not exists jobs.waits (
  id uuid primary key, run_id uuid not null references jobs.runs on delete cascade, step text not null,
  event text not null, expression text, until timestamptz
);
create index if not exists waits_event on jobs.waits (event);
create index if not exists waits_run on jobs.waits (run_id);

-- Events that are being gathered into one run: the latest of a debounce, all of a batch.
create table if not exists jobs.gathers (
  function_id text not null, key text not null, event_ids uuid[] not null, due_at timestamptz not null,
  deadline timestamptz, primary key (function_id, key)
);
create index if not exists gathers_due on jobs.gathers (due_at);

create table if not exists jobs.crons (
  function_id text not null, expression text not null, next_at timestamptz not null,
  primary key (function_id, expression)
);
create table if not exists jobs.ticks (
  function_id text not null, expression text not null, tick timestamptz not null, run_id uuid,
  primary key (function_id, expression, tick)
);
`;
