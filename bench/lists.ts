import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { migrate } from "../scripts/migrate";
import { startPostgres } from "../scripts/stack/postgres";
import { bareEnvironment } from "../tests/setup/environment";
import { type Bench, median } from "./bench";

const SIZES = { quick: 100_000, full: 1_000_000 };
const READS = 30;
const FIRST =
  "Ada Ben Carla Dario Elena Fabio Gina Hugo Irene Jonas Klara Luca Marta Nora Oscar Paula Quentin Rosa Sven Tilda";
const LAST =
  "Anders Berg Carls Dahl Eriks Ferrar Gustav Hans Ivar Johans Karls Lind Matts Nils Olofs Peters Rossin Svens Thor Ulf Vald Wester";
const ENDINGS = "son sen berg mann quist strom ini elli etti ova ovsky escu akis ez ides er by ford ham ley";

/** Milliseconds, turn by turn. */
type Round = { ours: number[]; theirs: number[] };
type Work = { name: string; query: string; where: string; sort?: string };

/** The guest list through the API's own door as the tenant, beside the same rows by bare SQL of the owner. */
export const bench: Bench = {
  key: "lists",
  work: "pages of 50 guests through the API: first, deep, searched (with a typo too), filtered; p95",
  beside: "the same rows and totals by SQL without row-level security",
  goal: "each ≤ 4; deep ≤ 1.5 of the first",
  reached: ({ ratios, also = {} }) =>
    [
      ratios,
      ...Object.entries(also).flatMap(([name, values]) => (name === "deep ÷ first" ? [] : [values])),
    ].every((values) => median(values) <= 4) && median(also["deep ÷ first"] ?? [Number.NaN]) <= 1.5,
  async run(size) {
    const folder = mkdtempSync(join(tmpdir(), "eios-bench-"));
    const server = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
    try {
      await migrate(server.ownerUrl, { appPassword: "bench" });
      // One connection: the page and its total come one after the other, as in the request's transaction.
      const connection = { "pg_trgm.word_similarity_threshold": "0.5" } as object;
      const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => {}, connection });
      const list = await fill(owner, SIZES[size]);
      Object.assign(process.env, bareEnvironment(server.appUrl("bench"), server.ownerUrl));
      const { rounds, found } = await measure(owner, list);
      const ratiosOf = ({ ours, theirs }: Round) => ours.map((ms, at) => ms / theirs[at]!);
      const also: Record<string, number[]> = {};
      for (const [name, one] of Object.entries(rounds)) {
        if (name !== "first") also[`${name} (${median(one.ours).toFixed(1)} ms)`] = ratiosOf(one);
      }
      const { first, deep } = rounds as Record<"first" | "deep", Round>;
      also["deep ÷ first"] = deep.ours.map((ms, at) => ms / first.ours[at]!);
      await owner.end();
      const note = `${SIZES[size]} guests; matches: ${found.join(", ")}`;
      return { ...first, ratios: ratiosOf(first), unit: "ms", also, note };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Each list asked for through the route's handler, in turns with its bare SQL. */
async function measure(owner: postgres.Sql, list: List) {
  // Imported late: they read the environment.
  const { GET } = await import("../app/api/projects/[id]/guests/route");
  const { closeDatabase } = await import("../db/client");
  const ask = async (query: string) => {
    const request = new Request(`http://app.localhost:3000/api/projects/${list.projectId}/guests?${query}`, {
      headers: { host: "app.localhost:3000", authorization: `Bearer ${list.token}` },
    });
    const answer = await GET(request, { params: Promise.resolve({ id: list.projectId }) });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${query} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as { data: unknown[]; total: number };
  };
  const found: string[] = [];
  const rounds: Record<string, Round> = {};
  for (const { name, query, where, sort } of worksOf(list)) {
    const sql = bare(list.projectId, where, sort);
    const byHand = () => Promise.all([owner.unsafe(sql.page), owner.unsafe(sql.total)]);
    const [{ data, total }, [rows]] = [await ask(query), await byHand()];
    if (data.length !== Math.min(50, rows.length)) {
      throw new Error(`${name}: the API finds ${data.length} and SQL ${rows.length} rows.`);
    }
    found.push(`${name} ${total}`);
    const round: Round = { ours: [], theirs: [] };
    for (let turn = 0; turn < 3; turn++) {
      round.ours.push(await p95(() => ask(query)));
      round.theirs.push(await p95(byHand));
    }
    rounds[name] = round;
  }
  await closeDatabase();
  return { rounds, found };
}

/** Of 30 readings, or of as many as fit into some seconds. */
async function p95(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  const end = performance.now() + 4_000;
  for (let n = 0; n < READS && (n < 3 || performance.now() < end); n++) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)]!;
}

function worksOf({ projectId, deep, tagId, eventId, groupId }: List): Work[] {
  const like = (text: string) =>
    `(g.search_name like '%${text}%' or exists (select from guest_contacts c where c.guest_id = g.id and c.value like '%${text}%'))`;
  const likest = (text: string) =>
    `g.id in (select h.id from guests h where h.project_id = '${projectId}' and h.deleted_at is null and '${text}' <% h.search_name
       order by word_similarity('${text}', h.search_name) desc, h.search_name, h.id limit 50)`;
  const cursor = (...words: string[]) => Buffer.from(JSON.stringify(words)).toString("base64url");
  const at = cursor("-createdAt", deep.at, deep.id);
  const named = cursor("lastName", "lindelli", "marta lindelli", "ffffffff-0000-7000-8000-000000000000");
  return [
    { name: "first", query: "limit=50", where: "" },
    {
      name: "deep",
      query: `limit=50&cursor=${at}`,
      where: `(g.created_at, g.id) < ('${deep.at}', '${deep.id}')`,
    },
    { name: "by name", query: "limit=50&sort=name", where: "", sort: "g.search_name, g.id" },
    {
      ...{ name: "deep by last name", query: `limit=50&sort=lastName&cursor=${named}` },
      where: "(g.sort_name, g.search_name) > ('lindelli', 'marta lindelli')",
      sort: "g.sort_name, g.search_name, g.id",
    },
    { name: "search", query: "limit=50&q=elena%20thorova", where: like("elena thorova") },
    { name: "typo", query: "limit=50&q=elenna%20thorva", where: likest("elenna thorva") },
    { name: "common search", query: "limit=50&q=son", where: like("son") },
    { name: "no match", query: "limit=50&q=zzyzx", where: like("zzyzx") },
    { name: "status", query: "limit=50&rsvpStatus=declined", where: "g.rsvp_status = 'declined'" },
    { name: "rare status", query: "limit=50&rsvpStatus=maybe", where: "g.rsvp_status = 'maybe'" },
    {
      name: "tag",
      query: `limit=50&tagId=${tagId}`,
      where: `exists (select from guest_tag_assignments a where a.guest_id = g.id and a.tag_id = '${tagId}')`,
    },
    {
      name: "event",
      query: `limit=50&eventId=${eventId}&rsvpStatus=declined`,
      where: `exists (select from guest_events e where e.guest_id = g.id and e.event_id = '${eventId}' and e.invited and e.attendance = 'declined')`,
    },
    { name: "household", query: `limit=50&groupId=${groupId}`, where: `g.group_id = '${groupId}'` },
    {
      name: "no e-mail",
      query: "limit=50&hasEmail=false",
      where: "not exists (select from guest_contacts c where c.guest_id = g.id and c.kind = 'email')",
    },
  ];
}

/** What a page holds, asked for by hand: the rows with what hangs on them, and the total up to 10,001. */
function bare(projectId: string, where: string, sort = "g.created_at desc, g.id desc") {
  const from = `from guests g where g.project_id = '${projectId}' and g.deleted_at is null ${where && `and ${where}`}`;
  // A page's cursor is no filter of the total.
  const counted = /^\(g\.(created_at|sort_name)/.test(where) ? "" : where;
  return {
    page: `select g.*,
      (select c.value from guest_contacts c where c.guest_id = g.id and c.kind = 'email' and c.is_primary) as email,
      (select c.value from guest_contacts c where c.guest_id = g.id and c.kind = 'phone' and c.is_primary) as phone,
      (select json_agg(t.name) from guest_tag_assignments a join guest_tags t on t.id = a.tag_id where a.guest_id = g.id) as tags,
      (select json_agg(json_build_object('eventId', e.event_id, 'rsvpStatus', e.attendance)) from guest_events e where e.guest_id = g.id) as events
      ${from} order by ${sort} limit 51`,
    total: counted
      ? `select count(*) from (select 1 ${from} limit 10001) found`
      : `select guest_count from projects where id = '${projectId}'`,
  };
}

type List = {
  projectId: string;
  token: string;
  deep: { at: string; id: string };
  tagId: string;
  eventId: string;
  groupId: string;
};

/** One organization with a large list, as years of use leave it, and a person who may read it. */
async function fill(owner: postgres.Sql, guests: number): Promise<List> {
  const { tokenHash } = await import("../lib/tenancy/session");
  const [org, projectId, eventId, tagId, userId] = Array.from({ length: 5 }, () => uuidv7()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const token = randomBytes(32).toString("base64url");
  await owner.begin(async (sql) => {
    // References are right by construction, and are not what is measured.
    await sql.unsafe("set local session_replication_role = replica");
    const words = (text: string) => `'{${text.split(" ").join(",")}}'::text[]`;
    await sql.unsafe(`
      insert into users (id, email, name) values ('${userId}', 'host@example.org', 'Nora Host');
      insert into sessions (id, user_id, session_token, expires) values (gen_random_uuid(), '${userId}', '${tokenHash(token)}', now() + '1 day');
      insert into organizations (id, name, slug) values ('${org}', 'Bench', 'bench');
      insert into organization_members (id, organization_id, user_id, email, role, status) values (gen_random_uuid(), '${org}', '${userId}', 'host@example.org', 'owner', 'active');
      insert into projects (id, organization_id, name, guest_count) values ('${projectId}', '${org}', 'Bench', ${guests});
      insert into events (id, organization_id, project_id, name, starts_at, timezone) values ('${eventId}', '${org}', '${projectId}', 'Dinner', now(), 'UTC');
      insert into guest_tags (id, organization_id, project_id, name, color) values ('${tagId}', '${org}', '${projectId}', 'Family', 'sand');
      insert into guest_groups (id, organization_id, project_id)
      select ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, '${org}', '${projectId}' from generate_series(0, ${Math.ceil(guests / 3)}) n;
      insert into guests (id, organization_id, project_id, group_id, first_name, last_name, rsvp_status, created_at)
      select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '${org}', '${projectId}',
             ('00000000-0000-7000-9000-' || lpad(to_hex(n / 3), 12, '0'))::uuid,
             (${words(FIRST)})[1 + n % 20], (${words(LAST)})[1 + (n / 20) % 22] || (${words(ENDINGS)})[1 + (n / 440) % 20],
             case when n % 5000 = 0 then 'maybe' when n % 7 = 0 then 'declined' when n % 3 = 0 then 'attending' else 'pending' end,
             now() - (${guests} - n) * interval '1 second'
        from generate_series(1, ${guests}) n;
      insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      select gen_random_uuid(), '${org}', id, 'email', 'g' || right(id::text, 8) || '@example.org', true from guests where rsvp_status <> 'maybe';
      insert into guest_events (organization_id, guest_id, event_id, invited, attendance, answered_at)
      select '${org}', id, '${eventId}', true, nullif(rsvp_status, 'pending'), now() from guests;
      insert into guest_tag_assignments (organization_id, guest_id, tag_id)
      select '${org}', id, '${tagId}' from guests where right(id::text, 1) = 'a'`);
  });
  await owner.unsafe("vacuum analyze");
  const depth = Math.floor(guests * 0.29);
  const [deep] = await owner<{ at: string; id: string }[]>`
    select created_at::text as at, id from guests where project_id = ${projectId} order by created_at desc, id desc offset ${depth} limit 1`;
  return { projectId, token, deep: deep!, tagId, eventId, groupId: "00000000-0000-7000-9000-000000000123" };
}
