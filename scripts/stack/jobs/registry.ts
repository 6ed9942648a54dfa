import { canonical, type Json } from "./canonical";
import type { Db, Sql, Tx } from "./db";
import { type Definition, openCron, readDefinition } from "./definition";
import { refreshLanes } from "./limits";

/** The functions that the app has registered, read from the database whenever another sync has changed them. */
export class Registry {
  private revision = "-1";
  private byId = new Map<string, Definition>();

  /** Reads the functions again if any was changed since. */
  async refresh(sql: Sql | Tx): Promise<this> {
    const [latest] = await sql<{ revision: string }[]>`
      select coalesce(max(revision), 0) as revision from jobs.functions`;
    const revision = latest?.revision ?? "0";
    if (revision === this.revision) return this;
    const rows = await sql<{ config: string }[]>`select config from jobs.functions where active order by id`;
    this.byId = new Map();
    for (const { config } of rows) {
      const read = readDefinition(JSON.parse(config));
      if ("definition" in read) this.byId.set(read.definition.id, read.definition);
      else console.error(`[jobs] ${read.problems.join(" ")}`);
    }
    this.revision = revision;
    return this;
  }

  /** Whether these functions are those of the given revision. */
  is(revision: string): boolean {
    return this.revision === revision;
  }

  get(id: string): Definition | undefined {
    return this.byId.get(id);
  }

  all(): Definition[] {
    return [...this.byId.values()];
  }

  /** Whether an event of this name can cancel runs. */
  cancels(event: string): boolean {
    return this.all().some((definition) => definition.cancel.some((cancel) => cancel.event === event));
  }
}

/** What one sync of an app says. */
export type Sync = { appName: string; url: string; sdk?: string; framework?: string; functions: unknown[] };

/** Thrown when an app declares what is not honoured; the message has a sentence for each case. */
export class Refused extends Error {}

/**
 * Makes the functions of a sync the app's only ones; runs of functions that left still finish. Whether anything was
 * changed.
 *
 * @throws Refused, and then nothing is changed
 */
export async function register(db: Db, sync: Sync, patienceMs: number): Promise<boolean> {
  const read = sync.functions.map((raw) => ({ raw: raw as Json, ...readDefinition(raw) }));
  const problems = read.flatMap((entry) => ("problems" in entry ? entry.problems : []));
  if (problems.length > 0) throw new Refused(problems.join(" "));
  const entries = read.flatMap((e) => ("definition" in e ? [{ raw: e.raw, definition: e.definition }] : []));
  return db.transact(async (tx) => {
    const changed = [];
    for (const { raw, definition } of entries) {
      const names = definition.events.map((event) => event.name);
      const rows = await tx`
        insert into jobs.functions (id, app_id, config, event_names, revision)
        values (${definition.id}, ${sync.appName}, ${canonical(raw)}, ${names}::text[], nextval('jobs.revisions'))
        on conflict (id) do update set app_id = excluded.app_id, config = excluded.config, active = true,
          event_names = excluded.event_names, revision = excluded.revision, updated_at = now()
        where (jobs.functions.config, jobs.functions.active, jobs.functions.app_id)
          is distinct from (excluded.config, true, excluded.app_id)
        returning 1`;
      changed.push(...rows);
      if (rows.length > 0) await refreshLanes(tx, definition);
      await keepCrons(tx, definition);
    }
    const ids = entries.map((entry) => entry.definition.id);
    const gone = await tx`
      update jobs.functions set active = false, revision = nextval('jobs.revisions'), updated_at = now()
      where app_id = ${sync.appName} and active and id <> all(${ids}::text[]) returning 1`;
    await tx`delete from jobs.crons where not exists (select from jobs.functions f where f.id = function_id and f.active)`;
    await tx`
      insert into jobs.apps (id, url, sdk, framework)
      values (${sync.appName}, ${sync.url}, ${sync.sdk ?? null}, ${sync.framework ?? null})
      on conflict (id) do update set url = excluded.url, sdk = excluded.sdk, framework = excluded.framework,
        synced_at = clock_timestamp()`;
    return changed.length + gone.length > 0;
  }, patienceMs);
}

async function keepCrons(tx: Tx, definition: Definition): Promise<void> {
  await tx`
    delete from jobs.crons where function_id = ${definition.id} and expression <> all(${definition.crons}::text[])`;
  for (const expression of definition.crons) {
    const next = openCron(expression).nextRun();
    if (!next) continue;
    await tx`
      insert into jobs.crons (function_id, expression, next_at) values (${definition.id}, ${expression}, ${next})
      on conflict (function_id, expression) do nothing`;
  }
}
