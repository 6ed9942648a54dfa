import postgres from "postgres";

/** The stand-in's connections. */
export type Sql = postgres.Sql;
/** The same, or a transaction on one of them. */
export type Statements = postgres.ISql<Record<never, never>>;

/**
 * Opens the `stand_ins` database and makes the schema `mail` in it. HTML is stored uncompressed: pglz costs more
 * than the disk, at thousands of mails a second.
 */
export async function openMailDatabase(url: string): Promise<Sql> {
  const sql = postgres(url, { max: 8, onnotice: () => {}, connection: { application_name: "mail" } });
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(20250)`;
    await tx.unsafe(DDL);
  });
  return sql;
}

const DDL = `
create schema if not exists mail;

create table if not exists mail.messages (
  id uuid primary key,
  created_at timestamptz not null default now(),
  direction text not null default 'out' check (direction in ('out', 'in')),
  sender text not null,
  recipients text[] not null,
  cc text[] not null,
  bcc text[] not null,
  reply_to text[] not null,
  addresses text[] not null,
  subject text not null,
  html text,
  text text,
  headers jsonb not null,
  tags jsonb not null,
  attachments jsonb not null
);
alter table mail.messages alter column html set storage external, alter column text set storage external;
create index if not exists messages_addresses on mail.messages using gin (addresses);

create table if not exists mail.attachments (
  message_id uuid not null references mail.messages on delete cascade,
  id uuid not null,
  content bytea not null,
  primary key (message_id, id)
);
alter table mail.attachments alter column content set storage external;

create table if not exists mail.idempotency (
  key text primary key,
  fingerprint bytea not null,
  answer jsonb not null,
  created_at timestamptz not null default now()
);
create index if not exists idempotency_age on mail.idempotency (created_at);

create table if not exists mail.events (
  id uuid primary key default uuidv7(),
  message_id uuid not null references mail.messages on delete cascade,
  type text not null,
  happens_at timestamptz not null,
  attempts integer not null default 0,
  next_at timestamptz,
  last_error text
);
create index if not exists events_due on mail.events (next_at) where next_at is not null;
create index if not exists events_message on mail.events (message_id);
`;
