import { uuidv7 } from "uuidv7";
import { beforeAll, expect, it } from "vitest";
import { GET as documentRoute } from "@/app/api/openapi.json/route";
import * as keys from "@/app/api/orgs/[id]/api-keys/route";
import { runImportChunk } from "@/lib/guests/import/mutations";
import { runAsJob } from "@/lib/http/job";
import { keyScopes } from "@/lib/orgs/keys/contract";
import { call, createTenant } from "@/tests/setup/tenant";
import { type Answer, clientOf, type Given } from "./document-client";
import { routes } from "./harness";

/** The server, as far as a client sees one: an address is answered by the route file that it names. */
async function serve(request: Request): Promise<Response> {
  const asked = new URL(request.url).pathname.split("/").slice(2);
  const fits = (file: string) => {
    const parts = file.replace("../../app/api/", "").split("/").slice(0, -1);
    if (parts.length !== asked.length) return null;
    const params: Record<string, string> = {};
    for (const [at, part] of parts.entries()) {
      const name = /^\[(\w+)\]$/.exec(part)?.[1];
      if (name) params[name] = decodeURIComponent(asked[at]!);
      else if (part !== asked[at]) return null;
    }
    return params;
  };
  // A word comes before a name, as in the router.
  const [file, params] = Object.keys(routes)
    .flatMap((one) => {
      const found = fits(one);
      return found ? [[one, found] as const] : [];
    })
    .sort(([, a], [, b]) => Object.keys(a).length - Object.keys(b).length)[0]!;
  const handler = (await routes[file]!())[request.method]!;
  return handler(request, { params: Promise.resolve(params) });
}

let api: (operationId: string, given?: Given) => Promise<Answer>;
let organizationId: string;

beforeAll(async () => {
  // What a stranger is handed: a key, and where the document is.
  const tenant = await createTenant();
  const made = await call(keys.POST, {
    token: tenant.token,
    params: { id: tenant.organizationId },
    body: { name: "Stranger", scopes: keyScopes },
  });
  organizationId = tenant.organizationId;
  const document = (await (await documentRoute()).json()) as Record<string, unknown>;
  api = clientOf(document, made.json.key, serve);
});

const made = async (operationId: string, given?: Given) => {
  const answer = await api(operationId, given);
  expect([operationId, answer.status < 300, answer.json], JSON.stringify(answer.json)).toEqual([
    operationId,
    true,
    answer.json,
  ]);
  return answer.json as Record<string, never> & { id: string; version: number };
};

it("a stranger with the document and a key builds an invitation and sends it", async () => {
  const orgs = (await api("listOrganizations")).json as { data: { id: string }[] };
  expect(orgs.data.map(({ id }) => id)).toEqual([organizationId]);
  const project = await made("createProject", {
    params: { "Idempotency-Key": uuidv7() },
    body: { organizationId, name: "Nora & Sam", kind: "wedding", timezone: "Europe/Rome", country: "IT" },
  });
  const id = project.id;
  const event = await made("createEvent", {
    params: { id },
    body: { name: "Ceremony", startsAt: "2027-06-12T13:00:00Z", timezone: "Europe/Rome" },
  });
  const list = new FormData();
  const csv = `First Name,Last Name,Email,Ceremony\nIda,Berg,ida@example.com,yes\nUlf,Berg,ulf@example.com,yes\n`;
  list.set("file", new File([csv], "guests.csv", { type: "text/csv" }));
  const importing = await made("importGuests", { params: { id }, body: list });
  // What the jobs server does meanwhile.
  while (await runAsJob("run-import", organizationId, (cx) => runImportChunk(cx, importing.id)));
  expect((await api("getImport", { params: { id: importing.id } })).json).toMatchObject({ created: 2 });
  const guests = (await api("listGuests", { params: { id, limit: 1, sort: "name" } })).json;
  expect(guests).toMatchObject({ total: 2, data: [{ firstName: "Ida" }], nextCursor: expect.any(String) });
  const second = (
    await api("listGuests", { params: { id, limit: 1, sort: "name", cursor: guests.nextCursor as string } })
  ).json as { data: { id: string; firstName: string }[]; nextCursor: null };
  expect(second).toMatchObject({ data: [{ firstName: "Ulf" }], nextCursor: null });
  for (const guest of [...(guests.data as { id: string; version: number }[]), ...second.data]) {
    await made("updateGuest", {
      params: { id: guest.id },
      body: { eventIds: [event.id] },
    });
  }
  await made("createForm", { params: { id }, body: { name: "Answers" } });
  const site = await made("createSite", {
    params: { id },
    body: { name: "Invitation", subdomain: `nora-${uuidv7().slice(-10)}` },
  });
  await made("publishSite", { params: { id: site.id } });
  const campaign = await made("createCampaign", {
    params: { id },
    body: {
      ...{ name: "Invitation", channel: "email", subject: "{{guest.firstName}}, you are invited" },
      body: "Dear {{guest.firstName|friend}},\n\nplease join us.\n\n[See your invitation]({{invite.url}})",
    },
  });
  const approved = await made("approveCampaign", { params: { id: campaign.id } });
  expect(approved).toMatchObject({ status: "approved" });
  expect((await api("getCampaignStats", { params: { id: campaign.id } })).json).toMatchObject({ queued: 2 });
});

it("and runs the organization: a team, its trail, its settings", async () => {
  const member = await made("inviteMember", {
    params: { id: organizationId },
    body: { email: `${uuidv7()}@example.com`, role: "editor" },
  });
  await made("updateMember", { params: { id: member.id }, body: { role: "viewer" } });
  const { data } = (await api("listAudit", { params: { id: organizationId, action: "member.invited" } }))
    .json as {
    data: { actor: unknown }[];
  };
  expect(data[0]).toMatchObject({ actor: { kind: "apiKey", name: "Stranger" } });
  await made("setValue", {
    body: { key: "events.waitlist", scope: "organization", scopeId: organizationId, value: true },
  });
  const settings = (await api("resolveSettings", { body: { organizationId } })).json;
  expect(settings["events.waitlist"]).toMatchObject({
    ...{ value: true, from: "organization" },
    setBy: { name: "Stranger" },
  });
  const hook = await made("createWebhookEndpoint", {
    params: { id: organizationId },
    body: { url: "https://hooks.example.com/eios", events: ["rsvp.submitted"] },
  });
  await made("testWebhookEndpoint", { params: { id: hook.id } });
});

it("and reads what went wrong: a stale version, a repeated key, a foreign row, a person's own", async () => {
  const project = await made("createProject", { body: { organizationId, name: "Twice" } });
  const version = `"${project.version}"`;
  await made("updateProject", {
    params: { id: project.id, "If-Match": version },
    body: { name: "Once" },
  });
  const refused = await Promise.all([
    api("updateProject", { params: { id: project.id, "If-Match": version }, body: { name: "Late" } }),
    api("getProject", { params: { id: uuidv7() } }),
    api("createEvent", {
      params: { id: project.id },
      body: { name: "Ceremony", startsAt: "soon", timezone: "Mars" },
    }),
    api("getMe"),
  ]);
  expect(refused.map(({ status, json }) => [status, json.code])).toEqual([
    [412, "stale"],
    [404, "not_found"],
    [400, "invalid"],
    [403, "forbidden"],
  ]);
});
