import { expect, test } from "@playwright/test";
import { send, signIn, until } from "../../scripts/caller";
import { fresh } from "./person";
import { stack } from "./setup";

type Row = Record<string, never> & { id: string };
type Mail = { id: string; to: string | string[]; text: string; html: string };

test("by HTTP alone: from signing in to an answer in the guest list", async () => {
  const { app, mail } = stack();
  const { host, port: written } = new URL(app);
  const at = { host, port: Number(written) };
  const token = await signIn(at, mail, { email: "host@example.com", name: "Nora Host" });
  const api = async (method: string, path: string, given: object = {}) => {
    const answer = await send(at, method, `/api${path}`, { token, ...given });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    return answer.json as Row & { data: Row[]; token: string; [key: string]: unknown };
  };

  const organization = await api("POST", "/orgs", { body: { name: "Host & Co" } });
  const project = await api("POST", "/projects", {
    body: { organizationId: organization.id, name: "Nora & Ben", kind: "wedding", timezone: "Europe/Rome" },
  });
  const event = await api("POST", `/projects/${project.id}/events`, {
    body: { name: "Dinner", startsAt: "2027-06-12T17:00:00Z", timezone: "Europe/Rome" },
  });

  const rows = Array.from(
    { length: 40 },
    (_, n) => `Guest${n},Number,guest${n}-${fresh}@example.com,Household ${n >> 1}`,
  );
  const form = new FormData();
  form.set("file", new File([`First Name,Last Name,Email,Household\n${rows.join("\n")}\n`], "guests.csv"));
  const started = await api("POST", `/projects/${project.id}/guests/import`, { form });
  const report = await until("the import", async () => {
    const now = await api("GET", `/imports/${started.id}`);
    return now.status === ("done" as never) && now;
  });
  expect(report.created).toBe(40);

  const subdomain = `nora-${Date.now().toString(36)}`;
  const site = await api("POST", `/projects/${project.id}/sites`, {
    body: { name: "Invitation", subdomain },
  });
  await api("POST", `/sites/${site.id}/publish`);
  const rsvpForm = await api("POST", `/projects/${project.id}/rsvp-forms`, { body: { name: "Answers" } });
  const campaign = await api("POST", `/projects/${project.id}/campaigns`, {
    body: {
      name: "Invitation",
      channel: "email",
      subject: "{{guest.firstName}}, you are invited",
      body: "Dear {{guest.firstName|friend}},\n\nplease answer here: {{invite.url}}",
      audience: { all: true },
    },
  });
  await api("POST", `/campaigns/${campaign.id}/approve`);

  const siteHost = `${subdomain}.localhost:${at.port}`;
  const inboxOf = async (address: string) => {
    const inbox = await fetch(`${mail}/messages?to=${encodeURIComponent(address)}`);
    return ((await inbox.json()) as { data: Mail[] }).data;
  };
  await until(
    "the campaign",
    async () => (await api("GET", `/campaigns/${campaign.id}`)).status === ("sent" as never),
    60,
  );
  for (let n = 0; n < 40; n++) {
    const mails = await inboxOf(`guest${n}-${fresh}@example.com`);
    expect(mails.length, `mails to guest ${n}`).toBe(1);
    expect(mails[0]!.text).toContain(`http://${siteHost}/i/`);
    expect(mails[0]!.html).toContain(`http://${siteHost}/i/`);
  }

  const [letter] = await inboxOf(`guest7-${fresh}@example.com`);
  const inviteToken = new RegExp(`http://${siteHost}/i/([\\w-]+)`).exec(letter!.text)![1]!;
  const page = await send({ host: siteHost, port: at.port }, "GET", `/i/${inviteToken}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("Guest7");

  const validated = (await send(at, "POST", `/api/invites/${inviteToken}/validate`, { body: {} })).json as {
    guests: { id: string; firstName: string }[];
    form: { id: string };
  };
  expect(validated.form.id).toBe(rsvpForm.id);
  const guest = validated.guests.find(({ firstName }) => firstName === "Guest7")!;
  const submitted = await send(at, "POST", "/api/rsvp/submit", {
    body: {
      token: inviteToken,
      formId: rsvpForm.id,
      responses: [{ guestId: guest.id, attendance: { [event.id]: "attending" }, answers: {} }],
    },
  });
  expect(submitted.status, submitted.text).toBe(201);
  const list = await api("GET", `/projects/${project.id}/guests?q=Guest7`);
  expect(list.data.find(({ id }) => id === guest.id)).toMatchObject({ rsvpStatus: "attending" });
});
