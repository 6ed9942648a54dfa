import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import * as open from "@/app/api/invites/[id]/open/route";
import * as revoke from "@/app/api/invites/[id]/revoke/route";
import * as calendar from "@/app/public/[subdomain]/i/[token]/calendar.ics/route";
import * as page from "@/app/public/[subdomain]/i/[token]/route";
import { asSystem } from "@/db/client";
import { createEvent, createForm, createHousehold, createSite, statusesOf } from "@/tests/setup/household";
import { call, createTenant } from "@/tests/setup/tenant";

let tenant: Awaited<ReturnType<typeof createTenant>>;
let site: { id: string; subdomain: string };
let ceremony: string;
let dinner: string;
let form: Awaited<ReturnType<typeof createForm>>;
let meal: string;
beforeAll(async () => {
  tenant = await createTenant();
  ceremony = await createEvent(tenant, { name: "Ceremony", startsAt: new Date("2027-06-12T13:00:00Z") });
  dinner = await createEvent(tenant, { name: "Dinner", dressCode: "Black tie", venueName: "Villa; Aurelia" });
  form = await createForm(tenant, { closesAt: "2027-05-01T22:00:00Z" });
  meal = form.questions.find(({ type }) => type === "meal")!.id;
  site = await createSite(tenant);
});

const browser = { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)" };
const see = (
  token: string,
  search = "",
  headers: Record<string, string> = browser,
  subdomain = site.subdomain,
) =>
  call(page.GET as never, {
    host: `${subdomain}.localhost:3000`,
    path: `/i/${token}${search}`,
    params: { subdomain, token },
    headers,
  });
const post = (token: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  call(page.POST as never, {
    method: "POST",
    host: `${site.subdomain}.localhost:3000`,
    path: `/i/${token}`,
    params: { subdomain: site.subdomain, token },
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });
const file = (token: string) =>
  call(calendar.GET as never, {
    host: `${site.subdomain}.localhost:3000`,
    params: { subdomain: site.subdomain, token },
  });

describe("the personal page", () => {
  it("greets the household by name and shows its own events only, kept by nobody", async () => {
    const home = await createHousehold(tenant, ["Ada", "Ben"], [dinner], { name: "The Vances" });
    const shown = await see(home.token);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("The Vances");
    expect(shown.text).toContain("Dinner");
    expect(shown.text).not.toContain("Ceremony</");
    expect(shown.headers.get("cache-control")).toBe("private, no-store");
    expect(shown.headers.get("referrer-policy")).toBe("no-referrer");
    expect(shown.headers.get("x-robots-tag")).toContain("noindex");
    expect(shown.headers.get("content-security-policy")).toMatch(/default-src 'none'; style-src 'sha256-/);
  });

  it("takes an answer without JavaScript, thanks for it, and takes it back changed", async () => {
    const home = await createHousehold(
      tenant,
      ["Ada", { firstName: "Ben", plusOneAllowance: 1 }],
      [ceremony, dinner],
    );
    const [ada, ben] = home.guestIds;
    const blank = await see(home.token);
    expect(blank.text).toContain(`name="a.${ada}.${ceremony}"`);
    expect(blank.text).toContain(`name="p.${ben}+1.first"`);
    const fields = {
      revision: "0",
      [`a.${ada}.${ceremony}`]: "attending",
      [`a.${ada}.${dinner}`]: "declined",
      [`q.${meal}.${ada}`]: "fish",
      [`a.${ben}.${ceremony}`]: "attending",
      [`a.${ben}.${dinner}`]: "attending",
      [`p.${ben}+1.first`]: "Cleo",
      message: "Hurray",
    };
    const sent = await post(home.token, fields);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `/i/${home.token}?thanks#rsvp`]);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Ben: "attending", Cleo: "attending" });
    const thanked = await see(home.token, "?thanks");
    expect(thanked.text).toContain("calendar.ics");
    expect(thanked.text).toContain("Hurray");
    expect(thanked.text).toContain('value="Cleo"');
    const again = await post(home.token, fields);
    expect(again.status).toBe(303);
    const changed = await post(home.token, {
      ...fields,
      revision: "1",
      [`p.${ben}+1.first`]: "Cleopatra",
      [`a.${ada}.${dinner}`]: "attending",
    });
    expect(changed.status, changed.text).toBe(303);
    expect(await statusesOf(home.groupId)).toEqual({
      Ada: "attending",
      Ben: "attending",
      Cleopatra: "attending",
    });
    const cleared = await post(home.token, { ...fields, revision: "2", [`p.${ben}+1.first`]: "" });
    expect(cleared.status).toBe(303);
    expect(await statusesOf(home.groupId)).toMatchObject({ Cleopatra: "declined" });
    expect((await see(home.token)).text).not.toContain("Cleopatra");
  });

  it("keeps what was typed when an answer is refused, with the problem beside the field", async () => {
    const home = await createHousehold(tenant, ["Ada"], [ceremony, dinner]);
    const refused = await post(home.token, { revision: "0", message: "Do not lose <this>" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Please say whether you are coming.");
    expect(refused.text).toContain("Do not lose &lt;this&gt;");
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "pending" });
  });

  it("asks once more when somebody else answered meanwhile", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const field = `a.${home.guestIds[0]}.${dinner}`;
    await post(home.token, { revision: "0", [field]: "attending" });
    const late = await post(home.token, { revision: "0", [field]: "declined" });
    expect(late.status).toBe(422);
    expect(late.text).toContain("changed this answer meanwhile");
    expect(late.text).toContain('name="revision" value="1"');
    expect((await post(home.token, { revision: "1", [field]: "declined" })).status).toBe(303);
  });

  it("counts an answer that the island sends again under its key once", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const fields = { revision: "0", [`a.${home.guestIds[0]}.${dinner}`]: "attending" };
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => post(home.token, fields, { "idempotency-key": "island-0001" })),
    );
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    const [count] = await asSystem("tests look", (tx) =>
      tx.execute(sql`select use_count from invites where id = ${home.inviteId}`),
    );
    expect(count).toEqual({ use_count: 1 });
  });

  it("shows hostile names and notes as the text they are", async () => {
    const nasty = `<img src=x onerror=alert(1)>"'`;
    const home = await createHousehold(tenant, [nasty], [dinner], { name: nasty });
    await post(home.token, {
      revision: "0",
      [`a.${home.guestIds[0]}.${dinner}`]: "attending",
      message: "</textarea><script>alert(1)</script>",
    });
    const shown = await see(home.token);
    expect(shown.text).not.toContain("<img src=x");
    expect(shown.text).not.toContain("<script>alert");
    expect((await see(`${home.token}"><script>`)).status).toBe(404);
  });

  it("is polite about links that open nothing: unknown, of another site, withdrawn, expired, unpublished", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const stranger = await createTenant();
    const other = await createSite(stranger);
    const closed = await createSite(stranger, "unpublished");
    const theirs = await createHousehold(stranger, ["Eve"], [await createEvent(stranger)]);
    expect((await see("nobody")).status).toBe(404);
    expect((await see(home.token, "", browser, other.subdomain)).status).toBe(404);
    expect((await see(theirs.token, "", browser, closed.subdomain)).status).toBe(404);
    await call(revoke.POST, { token: tenant.token, params: { id: home.inviteId }, body: {} });
    const withdrawn = await see(home.token);
    expect(withdrawn.status).toBe(410);
    expect(withdrawn.headers.get("content-type")).toContain("text/html");
    expect(withdrawn.text).not.toContain("Ada");
    expect((await post(home.token, {})).status).toBe(410);
    await asSystem("tests let time pass", (tx) =>
      tx.execute(
        sql`update invites set status = 'active', expires_at = now() - interval '1 s' where id = ${home.inviteId}`,
      ),
    );
    expect((await see(home.token)).status).toBe(410);
  });

  it("says the host's sentence when answers are closed, and shows what was said", async () => {
    const own = await createTenant();
    const party = await createEvent(own);
    await createForm(own, { closesAt: "2020-01-01T00:00:00Z", lateMessage: "Call Ada, please." });
    const at = await createSite(own);
    const home = await createHousehold(own, ["Ada"], [party]);
    const shown = await see(home.token, "", browser, at.subdomain);
    expect(shown.text).toContain("Call Ada, please.");
    expect(shown.text).not.toContain("<form");
  });
});

describe("openings", () => {
  const counts = async (inviteId: string) => {
    const [row] = await asSystem("tests look", (tx) =>
      tx.execute<{ opens: number; logs: number; bots: number }>(sql`
        select open_count as opens,
               (select count(*)::int from invite_access_logs where invite_id = invites.id) as logs,
               (select count(*)::int from invite_access_logs where invite_id = invites.id and is_bot) as bots
          from invites where id = ${inviteId}`),
    );
    return row;
  };
  const beacon = (token: string, agent: string) =>
    call(open.POST, {
      method: "POST",
      host: `${site.subdomain}.localhost:3000`,
      params: { id: token },
      headers: { "user-agent": agent },
    });

  it("are counted by the page's own word and not by looking, and never for a known robot", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    await see(home.token, "", { "user-agent": "WhatsApp/2.23.20.0" });
    await see(home.token);
    await expect.poll(() => counts(home.inviteId)).toEqual({ opens: 0, logs: 2, bots: 1 });
    expect((await beacon(home.token, "facebookexternalhit/1.1")).status).toBe(204);
    expect((await beacon(home.token, browser["user-agent"])).status).toBe(204);
    expect(await counts(home.inviteId)).toEqual({ opens: 1, logs: 4, bots: 2 });
  });
});

describe("the calendar file", () => {
  it("holds the events that are attended, folded and escaped (RFC 5545)", async () => {
    const home = await createHousehold(tenant, ["Ada", "Ben"], [ceremony, dinner]);
    const [ada, ben] = home.guestIds;
    expect((await file(home.token)).status).toBe(404);
    await post(home.token, {
      revision: "0",
      [`a.${ada}.${ceremony}`]: "declined",
      [`a.${ada}.${dinner}`]: "attending",
      [`a.${ben}.${ceremony}`]: "declined",
    });
    const got = await file(home.token);
    expect(got.status).toBe(200);
    expect(got.headers.get("content-type")).toContain("text/calendar");
    expect(got.headers.get("cache-control")).toBe("private, no-store");
    expect(got.text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(got.text).toContain(`UID:${dinner}@eios\r\n`);
    expect(got.text).toContain("DTSTART:20270612T170000Z\r\n");
    expect(got.text).toContain("LOCATION:Villa\\; Aurelia");
    for (const line of got.text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});
