import { pathToFileURL } from "node:url";
import postgres from "postgres";
import { WebSocket } from "ws";
import { type Answer, type Given, send, signIn, until } from "../caller";
import type { Fault } from "./fault";
import { VictimStack } from "./stack";

type Row = Record<string, unknown> & { id: string };
/** What may be off and still be called right, in seconds. */
const EXACT = 1;

/**
 * The app's clock ahead of the database's, then behind: what ends, ends by the database's clock, and every row is
 * dated by it. Less than five minutes apart: from there on Standard Webhooks and the jobs server's signatures refuse.
 */
export const fault: Fault = {
  key: "skew",
  about: "the app's clock minutes ahead of the database's, then minutes behind",
  async run({ size: seconds = 290, tell }) {
    const wrong: string[] = [];
    let checks = 0;
    for (const apart of [seconds, -seconds]) {
      const stack = await VictimStack.start({
        EIOS_SKEW_MS: String(apart * 1_000),
        NODE_OPTIONS: `--import ${pathToFileURL("scripts/faults/skewed-clock.mjs").href}`,
        ...{ RATE_LIMIT_SCALE: "1", TRUSTED_PROXIES: "127.0.0.1" },
      });
      const sql = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
      try {
        await sql.unsafe("set role eios_system");
        const check = (what: string, isRight: boolean, said: unknown = "") => {
          checks++;
          if (isRight) return;
          wrong.push(what);
          tell(`${apart} s: ${what} ${typeof said === "string" ? said : JSON.stringify(said)}`.slice(0, 300));
        };
        await examine(stack, sql, check);
      } finally {
        await sql.end({ timeout: 1 });
        await stack.remove();
      }
    }
    return {
      work: `${checks} decisions, clocks ${seconds} s apart both ways`,
      counts: { wrong: wrong.length },
    };
  },
};

type Check = (what: string, isRight: boolean, said?: unknown) => void;

async function examine(stack: VictimStack, sql: postgres.Sql, check: Check): Promise<void> {
  const [{ began }] = (await sql`select now()::text as began`) as unknown as [{ began: string }];
  let people = 0;
  const somewhere = () => ({ "x-forwarded-for": `198.51.100.${++people}` });
  const ask = (method: string, path: string, given: Given = {}) =>
    send(stack, method, `/api${path}`, { ...given, headers: { ...somewhere(), ...given.headers } });
  /** How far a time is from the database's `now() + interval`, in seconds. */
  const off = async (time: unknown, interval: string) => {
    const [row] =
      await sql`select abs(extract(epoch from ${String(time)}::timestamptz - now() - ${interval}::interval))::float as off`;
    return row!.off as number;
  };
  const token = await signIn(stack, stack.mail, { email: "host@example.org", name: "Nora Host" });
  const made = async (path: string, body: object): Promise<Row> => {
    const answer = await ask("POST", path, { token, body });
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.json as Row;
  };
  const [session] = await sql`select expires::text from sessions`;
  check("a session lasts 30 days", (await off(session!.expires, "30 days")) < EXACT + 10);
  await signInCodes(stack, sql, ask, off, check);

  const organization = await made("/orgs", { name: "Host & Co" });
  const project = await made("/projects", {
    organizationId: organization.id,
    name: "Nora & Ben",
    kind: "wedding",
    timezone: "Europe/Rome",
  });
  const event = await made(`/projects/${project.id}/events`, {
    name: "Dinner",
    startsAt: "2027-06-12T17:00:00Z",
    timezone: "Europe/Rome",
  });
  const guest = await made(`/projects/${project.id}/guests`, { firstName: "Gina" });
  const site = await made(`/projects/${project.id}/sites`, {
    name: "Invitation",
    subdomain: `nora-${Date.now().toString(36)}`,
  });
  await made(`/sites/${site.id}/publish`, {});
  const form = await made(`/projects/${project.id}/rsvp-forms`, { name: "Answers" });
  const invite = await made(`/projects/${project.id}/invites`, { guestId: guest.id });
  // Another answer each time: the same one sent again is the first one, whenever it comes.
  let said = "declined";
  const answers = () => {
    said = said === "declined" ? "attending" : "declined";
    const responses = [{ guestId: guest.id, attendance: { [event.id]: said } }];
    return ask("POST", "/rsvp/submit", { body: { token: invite.token, formId: form.id, responses } });
  };
  const validate = () => ask("POST", `/invites/${String(invite.token)}/validate`, { body: {} });
  const key = await made(`/orgs/${organization.id}/api-keys`, { name: "Program", scopes: ["projects:read"] });
  const byKey = () => ask("GET", `/projects?organizationId=${organization.id}`, { token: String(key.key) });

  // Each end, some seconds before and after the database's now.
  const edges: [what: string, set: (to: string) => Promise<unknown>, use: () => Promise<Answer>][] = [
    [
      "the deadline of answers",
      (to) =>
        sql`update events set rsvp_deadline = now() + ${to}::interval, grace_hours = 0 where id = ${event.id}`,
      answers,
    ],
    [
      "the end of an invite",
      (to) => sql`update invites set expires_at = now() + ${to}::interval where id = ${invite.id}`,
      validate,
    ],
    [
      "the end of an API key",
      (to) => sql`update api_keys set expires_at = now() + ${to}::interval where id = ${key.id}`,
      byKey,
    ],
    [
      "the end of a session",
      (to) => sql`update sessions set expires = now() + ${to}::interval`,
      () => ask("GET", "/auth/me", { token }),
    ],
  ];
  for (const [what, set, use] of edges) {
    await set("30 seconds");
    const before = await use();
    check(`${what}, 30 s before`, before.status < 300, before.text);
    await set("-2 seconds");
    const after = await use();
    check(`${what}, 2 s after`, after.status >= 400 && after.status < 500, after.text);
    await set("1 day");
  }

  const ticket = (await ask("GET", `/projects/${project.id}/live`, { token })).json as {
    url: string;
    expiresAt: string;
  };
  check("a room's ticket lasts two minutes", (await off(ticket.expiresAt, "2 minutes")) < EXACT);
  check("the room lets its holder in", await opens(ticket.url));

  const tries = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      ask("POST", "/auth/login", {
        body: { email: `g${n}@example.org` },
        headers: { "x-forwarded-for": "203.0.113.9" },
      }),
    ),
  );
  const refused = tries.filter(({ status }) => status === 429);
  check("ten sign-ins a minute", tries.filter(({ status }) => status === 202).length <= 10);
  check(
    "a limit ends within its minute",
    refused.length > 0 && refused.every(({ headers }) => Number(headers["retry-after"]) <= 60),
  );

  await sql`update users set platform_role = 'staff' where email = 'host@example.org'`;
  const doctor = (await ask("POST", "/admin/doctor", { token, body: {} })).json as {
    findings: { key: string; status: string }[];
  };
  check(
    "the doctor tells of it",
    doctor.findings?.some((one) => one.key === "clock" && one.status === "fail"),
    doctor,
  );
  check(
    "mail comes back by its signed webhook",
    doctor.findings?.some((one) => one.key === "mail" && one.status === "ok"),
    doctor,
  );
  for (const { column, rows } of await misdated(sql, began))
    check(`${column}: ${rows} rows are misdated`, false);
  check("rows are dated by the database", true);
}

/** Codes of sign-in mails end by the database's clock, to the second. */
async function signInCodes(
  stack: VictimStack,
  sql: postgres.Sql,
  ask: (method: string, path: string, given?: Given) => Promise<Answer>,
  off: (time: unknown, interval: string) => Promise<number>,
  check: Check,
): Promise<void> {
  for (const [to, wanted] of [
    ["5 seconds", 200],
    ["-1 seconds", 410],
  ] as const) {
    const email = `guest${wanted}@example.org`;
    const sent = (await ask("POST", "/auth/login", { body: { email } })).json as { expiresAt: string };
    check("a code lasts ten minutes", (await off(sent.expiresAt, "10 minutes")) < EXACT, sent.expiresAt);
    const code = await until("the code", async () => {
      const { data } = (await (await fetch(`${stack.mail}/messages?to=${email}`)).json()) as {
        data: { text: string }[];
      };
      return data[0] && /\b\d{6}\b/.exec(data[0].text)?.[0];
    });
    await sql`update sign_in_codes set expires_at = now() + ${to}::interval where email = ${email}`;
    const answer = await ask("POST", "/auth/verify", { body: { email, code } });
    check(`a code that ends in ${to}`, answer.status === wanted, answer.text);
  }
}

/** Whether a room takes a ticket. */
const opens = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once("open", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("unexpected-response", () => resolve(false));
  }).then((open) => open as boolean);

/** Times of writing, by column, that lie before the run or after now. */
async function misdated(sql: postgres.Sql, began: string): Promise<{ column: string; rows: number }[]> {
  const columns = await sql<{ table: string; name: string }[]>`
    select table_name as table, column_name as name from information_schema.columns
     where table_schema = 'public' and data_type = 'timestamp with time zone'
       and column_name in ('created_at', 'updated_at', 'at', 'last_seen_at', 'sent_at', 'published_at', 'email_verified',
                           'consumed_at', 'submitted_at', 'responded_at', 'delivered_at', 'deleted_at', 'archived_at')`;
  const found: { column: string; rows: number }[] = [];
  for (const { table, name } of columns) {
    if (table === "plans") continue;
    const [row] = await sql.unsafe<{ n: number }[]>(
      `select count(*)::int as n from "${table}" where "${name}" > now() + interval '${EXACT} s' or "${name}" < $1::timestamptz - interval '${EXACT} s'`,
      [began],
    );
    if (row!.n > 0) found.push({ column: `${table}.${name}`, rows: row!.n });
  }
  return found;
}
