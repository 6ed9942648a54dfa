import { expect, test } from "@playwright/test";
import { send, signIn, until } from "../../scripts/caller";
import { stack } from "./setup";

type Row = { id: string } & Record<string, unknown>;
type Message = { id: string; channel: string; from: string; to: string[]; text: string };

/** People whom one run writes to: numbers of its own, so that what was stopped before does not matter. */
const numbers = () => {
  const mark = String(Date.now()).slice(-7);
  return [1, 2, 3].map((n) => `+49151${mark}${n}`);
};

test("a campaign by each channel on one machine, and STOP written back keeps the next one away", async () => {
  test.setTimeout(240_000);
  const { app, mail } = stack();
  const { host, port } = new URL(app);
  const at = { host, port: Number(port) };
  const token = await signIn(at, mail, { email: "channels@example.com", name: "Nora Host" });
  const api = async (method: string, path: string, given: object = {}) => {
    const answer = await send(at, method, `/api${path}`, { token, ...given });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    return (answer.json ?? {}) as Row & { data: Row[] };
  };
  const organization = await api("POST", "/orgs", { body: { name: "Host & Co" } });
  const { id: projectId } = await api("POST", "/projects", {
    body: { organizationId: organization.id, name: "Nora & Ben", kind: "wedding", timezone: "Europe/Rome" },
  });
  const inProject = `/projects/${projectId}`;
  await api("POST", `${inProject}/events`, {
    body: { name: "Dinner", startsAt: "2027-06-12T17:00:00Z", timezone: "Europe/Rome" },
  });
  const people = numbers();
  const rows = people.map((number, n) => `Guest${n},Number,channel${number.slice(1)}@example.com,${number}`);
  const form = new FormData();
  form.set("file", new File([`First Name,Last Name,Email,Phone\n${rows.join("\n")}\n`], "guests.csv"));
  const { id: importId } = await api("POST", `${inProject}/guests/import`, { form });
  await until("the import", async () => (await api("GET", `/imports/${importId}`)).status === "done");
  const site = await api("POST", `${inProject}/sites`, {
    body: { name: "Invitation", subdomain: `channels-${Date.now().toString(36)}` },
  });
  await api("POST", `/sites/${site.id}/publish`);
  await api("POST", `${inProject}/rsvp-forms`, { body: { name: "Answers" } });

  const run = async (body: object) => {
    const { id } = await api("POST", `${inProject}/campaigns`, {
      body: { name: "Invitation", body: "Dear {{guest.firstName}}, answer here: {{invite.url}}", ...body },
    });
    await api("POST", `/campaigns/${id}/approve`);
    const isSent = async () => (await api("GET", `/campaigns/${id}`)).status === "sent";
    await until("the campaign", isSent, 60);
    return `/campaigns/${id}/stats`;
  };
  const inbox = async (to: string, channel: string) => {
    const list = await fetch(`${mail}/messages?to=${encodeURIComponent(to)}`);
    const { data } = (await list.json()) as { data: Message[] };
    return data.filter((message) => message.channel === channel);
  };
  const delivered = (path: string, count: number) =>
    until("delivery", async () => (await api("GET", path)).delivered === count, 60);

  await delivered(await run({ channel: "email", subject: "You are invited" }), 3);
  // By night an SMS would wait for the morning; its hours are chosen, so this one may leave at once.
  const open = { sendWindow: { start: "00:00", end: "23:59" } };
  const sms = await run({ channel: "sms", ...open });
  await delivered(sms, 3);
  for (const [n, number] of people.entries()) {
    const [message, ...more] = await inbox(number, "sms");
    expect(more).toEqual([]);
    expect(message!.text).toMatch(
      new RegExp(`^Dear Guest${n}, answer here: http://channels-\\w+\\.localhost`),
    );
  }

  const templates = await until(
    "the templates",
    async () => {
      const { data } = await api("GET", `${inProject}/message-templates`);
      return data.some(({ status }) => status === "approved") && data;
    },
    90,
  );
  const templateId = templates.find(({ name }) => name === "invitation")!.id;
  const filled = { templateId, templateVariables: { 1: "{{guest.firstName}}", 2: "{{invite.url}}" } };
  await delivered(await run({ channel: "whatsapp", ...filled }), 3);
  expect((await inbox(people[0]!, "whatsapp"))[0]!.text).toMatch(/^Dear Guest0, you are invited\./);

  const [first] = await inbox(people[0]!, "sms");
  await fetch(`${mail}/texts/${first!.id}/answer`, {
    method: "POST",
    body: JSON.stringify({ text: "STOP" }),
  });
  const isStopped = async () => (await api("GET", `${inProject}/suppression-list`)).data.length === 1;
  await until("STOP to be honoured", isStopped);
  await delivered(await run({ channel: "sms", ...open }), 2);
  expect(await inbox(people[0]!, "sms")).toHaveLength(1);
  expect(await inbox(people[1]!, "sms")).toHaveLength(2);
});
