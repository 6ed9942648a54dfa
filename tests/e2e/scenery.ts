import { expect } from "@playwright/test";
import { type Given, send, signIn, until } from "../../scripts/caller";
import { fresh, linkIn, mailsTo } from "./person";
import { stack } from "./setup";

type Row = { id: string; [key: string]: unknown };
type Said = Row & { data: Row[] };

/** Calls the API of the running stack as one person; a refusal fails the test with its words. */
export type Api = (method: string, path: string, given?: Given) => Promise<Said>;

/** Signs a person in by HTTP, making the account where there is none. */
export async function apiAs(email: string, name: string): Promise<Api> {
  const { host, port } = new URL(stack().app);
  const at = { host, port: Number(port) };
  const token = await signIn(at, stack().mail, { email, name });
  return async (method, path, given = {}) => {
    const answer = await send(at, method, `/api${path}`, { token, ...given });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    return (answer.json ?? {}) as Said;
  };
}

/** One published invitation with a household of two whom a mail has reached. */
export type Scene = {
  project: string;
  site: string;
  campaign: string;
  /** A campaign that its hosts send from their own phone. */
  queue: string;
  /** A reminder that waits for its day. */
  automation: string;
  draft: string;
  guest: string;
  group: string;
  link: string;
  unsubscribe: string;
  url: string;
};

/** Makes a project with everything that a page can show. */
export async function makeScene(
  api: Api,
  organizationId: string,
  template: "letterpress" | "ledger" | "sunburst",
): Promise<Scene> {
  const project = await api("POST", "/projects", {
    body: {
      organizationId,
      name: `Nora and Ben`,
      kind: "wedding",
      timezone: "Europe/Rome",
      eventDate: "2027-06-12",
    },
  });
  const inProject = `/projects/${project.id}`;
  for (const [name, startsAt] of [
    ["Ceremony", "2027-06-12T13:00:00Z"],
    ["Dinner", "2027-06-12T17:00:00Z"],
  ]) {
    const body = {
      name,
      startsAt,
      timezone: "Europe/Rome",
      venueName: "Villa Aurelia",
      address: "Roma",
      rsvpDeadline: "2027-05-01T21:59:00Z",
    };
    await api("POST", `${inProject}/events`, { body });
  }
  const email = `anna-${template}-${fresh}@example.com`;
  const group = await api("POST", `${inProject}/groups`, { body: { name: "Anna and Jo", maxPlusOnes: 1 } });
  const guest = await api("POST", `${inProject}/guests`, {
    body: { firstName: "Anna", lastName: "Rossi", email, phone: "+4915112345678", groupId: group.id },
  });
  await api("POST", `${inProject}/guests`, { body: { firstName: "Jo", groupId: group.id } });
  const site = await api("POST", `${inProject}/sites`, {
    body: { name: "Invitation", subdomain: `${template}-${fresh}`, template },
  });
  await api("POST", `/sites/${site.id}/publish`);
  await api("POST", `${inProject}/rsvp-forms`, { body: { name: "Answers" } });
  const message = {
    name: "Invitation",
    channel: "email",
    subject: "{{guest.firstName}}, you are invited",
    body: "Dear {{guest.firstName}},\n\nplease answer here:\n\n{{invite.url}}",
    audience: { all: true },
  };
  const campaign = await api("POST", `${inProject}/campaigns`, { body: message });
  await api("POST", `/campaigns/${campaign.id}/approve`);
  const draft = await api("POST", `${inProject}/campaigns`, { body: { ...message, name: "Reminder" } });
  const byHost = { ...message, name: "From my phone", channel: "whatsapp", sender: "host", subject: null };
  const queue = await api("POST", `${inProject}/campaigns`, { body: byHost });
  await api("POST", `/campaigns/${queue.id}/approve`);
  const trigger = { kind: "not_answered", daysBefore: 14 };
  const late = { ...message, name: "Two weeks before", trigger, audience: { rsvpStatus: "pending" } };
  const automation = await api("POST", `${inProject}/campaigns`, { body: late });
  await api("POST", `/campaigns/${automation.id}/approve`);
  await until(
    "the campaign",
    async () => (await api("GET", `/campaigns/${campaign.id}`)).status === "sent",
    60,
  );
  const [mail] = await mailsTo(email);
  const url = new URL(linkIn(mail!)).origin;
  return {
    project: project.id,
    site: site.id,
    campaign: campaign.id,
    draft: draft.id,
    queue: queue.id,
    automation: automation.id,
    guest: guest.id,
    group: group.id,
    link: linkIn(mail!),
    unsubscribe: /http:\/\/[\w.-]+:\d+\/unsubscribe\/[\w.~-]+/.exec(mail!.text)![0],
    url,
  };
}

/** Uploads a list, and waits until each row has become something. */
export async function importList(api: Api, project: string, text: string, dryRun: boolean): Promise<string> {
  const form = new FormData();
  form.set("file", new File([text], "guests.csv"));
  if (dryRun) form.set("dryRun", "true");
  const { id } = await api("POST", `/projects/${project}/guests/import`, { form });
  await until("the import", async () => (await api("GET", `/imports/${id}`)).status === "done");
  return id;
}

/** A dinner with a published invitation, a form for answers, and guests. */
export type Party = { inProject: string; event: string };

/**
 * Makes a dinner and brings its guest list as hosts do.
 *
 * @param list first name, last name, e-mail, phone, household of each guest, by commas
 */
export async function makeParty(api: Api, word: string, list: readonly string[]): Promise<Party> {
  const organization = await api("POST", "/orgs", { body: { name: "Host & Co" } });
  const timezone = "Europe/Rome";
  const project = await api("POST", "/projects", {
    body: { organizationId: organization.id, name: "Nora & Ben", kind: "wedding", timezone },
  });
  const inProject = `/projects/${project.id}`;
  const event = await api("POST", `${inProject}/events`, {
    body: { name: "Dinner", startsAt: "2027-06-12T17:00:00Z", timezone },
  });
  const header = "First Name,Last Name,Email,Phone,Household";
  await importList(api, project.id, `${[header, ...list].join("\n")}\n`, false);
  const site = await api("POST", `${inProject}/sites`, {
    body: { name: "Invitation", subdomain: `${word}-${fresh}` },
  });
  await api("POST", `/sites/${site.id}/publish`);
  await api("POST", `${inProject}/rsvp-forms`, { body: { name: "Answers" } });
  return { inProject, event: event.id };
}

/** Writes a campaign and approves it. By night an SMS would wait for the morning, were its hours not chosen. */
export async function approveCampaign(api: Api, { inProject }: Party, body: object): Promise<string> {
  const { id } = await api("POST", `${inProject}/campaigns`, {
    body: {
      name: "Invitation",
      body: "Dear {{guest.firstName}}, answer here: {{invite.url}}",
      sendWindow: { start: "00:00", end: "00:00" },
      ...body,
    },
  });
  await api("POST", `/campaigns/${id}/approve`);
  return id;
}

/** What a campaign says of itself once it is so far. */
export const campaignOnce = (api: Api, id: string, isSo: (campaign: Row) => boolean): Promise<Row> =>
  until(
    "the campaign",
    async () => {
      const campaign = await api("GET", `/campaigns/${id}`);
      return isSo(campaign) && campaign;
    },
    120,
  );

/** A message as the local inbox shows it. */
type Message = { id: string; channel: string; from: string; to: string[]; text: string };

/** What reached an address or a number by a channel, the newest first. */
export async function inboxOf(to: string, channel: "email" | "sms" | "whatsapp"): Promise<Message[]> {
  const list = await fetch(`${stack().mail}/messages?to=${encodeURIComponent(to)}`);
  const { data } = (await list.json()) as { data: Message[] };
  return data.filter((message) => message.channel === channel);
}

/** Writes back to a message, as from the phone it reached. */
export async function writeBack({ id }: Message, text: string): Promise<void> {
  await fetch(`${stack().mail}/texts/${id}/answer`, { method: "POST", body: JSON.stringify({ text }) });
}
