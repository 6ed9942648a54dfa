import { readFile } from "node:fs/promises";
import words from "../messages/en/messages.json";
import { send, signIn, until } from "./caller";

/** Where a running stack is, as `npm run up` passes it on. */
export type DemoContext = { port: number; mail: string; appHost: string };

type Invite = { groupId: string; id: string };
type Validated = {
  guests: { id: string; firstName: string; ageBand: string }[];
  events: { id: string }[];
  form: { id: string; questions: { id: string; type: string; options: { value: string }[] }[] };
};

export const demoHost = "ada@example.com";

/**
 * Fills an empty installation with a wedding, through the API that everybody uses: two events, 120 guests in
 * households, a published invitation that was sent to them, a reminder that waits for its day, and some answers. Does nothing where the demo's host has a project already.
 *
 * @throws Error naming the request that was refused
 */
export async function loadDemo(context: DemoContext): Promise<void> {
  const api = caller(context);
  const token = await signIn({ port: context.port, host: context.appHost }, context.mail, {
    email: demoHost,
    name: "Ada Vance",
  });
  const me = await api("GET", "/auth/me", { token });
  if ((me.memberships as unknown[] | undefined)?.length) return;

  const organization = await api("POST", "/orgs", { token, body: { name: "Ada & Luca" } });
  const project = await api("POST", "/projects", {
    token,
    body: {
      organizationId: organization.id,
      name: "Ada & Luca",
      kind: "wedding",
      status: "active",
      eventDate: "2027-06-12",
      timezone: "Europe/Rome",
      country: "IT",
    },
  });
  const inProject = `/projects/${project.id}`;
  const rsvpDeadline = "2027-05-01T21:59:00Z";
  for (const event of [
    {
      name: "Ceremony",
      startsAt: "2027-06-12T13:00:00Z",
      endsAt: "2027-06-12T14:00:00Z",
      venueName: "Chiesa di San Pietro in Montorio",
      address: "Piazza di San Pietro in Montorio 2, 00153 Roma",
    },
    {
      name: "Dinner and dancing",
      startsAt: "2027-06-12T16:30:00Z",
      endsAt: "2027-06-12T23:00:00Z",
      venueName: "Villa Aurelia",
      address: "Largo di Porta San Pancrazio 1, 00153 Roma",
      dressCode: "Black tie, or your own idea of it",
      capacity: 130,
      waitlist: true,
    },
  ]) {
    await api("POST", `${inProject}/events`, {
      token,
      body: { timezone: "Europe/Rome", rsvpDeadline, ...event },
    });
  }
  await importGuests(api, token, inProject);
  await api("POST", `${inProject}/rsvp-forms`, { token, body: { name: "Answers" } });
  const site = await api("POST", `${inProject}/sites`, {
    token,
    body: { name: "Invitation", subdomain: "ada-luca" },
  });
  await api("POST", `/sites/${site.id}/publish`, { token });
  await sendInvitation(api, token, inProject);
  await answerSome(api, token, inProject);
}

type Api = (
  method: string,
  path: string,
  given?: { token?: string; body?: unknown; form?: FormData },
) => Promise<Record<string, unknown>>;

/** Calls the API, and names the request that is refused. */
function caller({ port, appHost }: DemoContext): Api {
  return async (method, path, given) => {
    const answer = await send({ port, host: appHost }, method, `/api${path}`, given);
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return (answer.json ?? {}) as Record<string, unknown>;
  };
}

async function importGuests(api: Api, token: string, inProject: string): Promise<void> {
  const form = new FormData();
  const file = await readFile(new URL("./demo/guests.csv", import.meta.url));
  form.set("file", new File([new Uint8Array(file)], "guests.csv", { type: "text/csv" }));
  const started = await api("POST", `${inProject}/guests/import`, { token, form });
  await until("the guest list", async () => {
    const { status } = await api("GET", `/imports/${started.id}`, { token });
    if (status === "failed") throw new Error("The demo's guest list could not be imported.");
    return status === "done";
  });
}

/** Sends the invitation to everybody with an address, and turns on a reminder for those who will not have answered. */
async function sendInvitation(api: Api, token: string, inProject: string): Promise<void> {
  const mail = (kind: "invitation" | "reminder", more: object) => ({
    name: words[`start_${kind}`],
    channel: "email",
    subject: words[`start_${kind}_subject`],
    body: words[`start_${kind}_body`],
    ...more,
  });
  const approve = async (body: object) => {
    const campaign = await api("POST", `${inProject}/campaigns`, { token, body });
    await api("POST", `/campaigns/${campaign.id}/approve`, { token });
    return campaign.id;
  };
  const trigger = { kind: "not_answered", daysBefore: 14, everyDays: 5, at: "10:00" };
  await approve(mail("reminder", { audience: { rsvpStatus: "pending" }, trigger }));
  const invitation = await approve(mail("invitation", { audience: { all: true } }));
  await until(
    "the invitation to be sent",
    async () => (await api("GET", `/campaigns/${invitation}`, { token })).status === "sent",
    60,
  );
}

/** Two of five households have answered: some yes, some no, one of each in a few. */
async function answerSome(api: Api, token: string, inProject: string): Promise<void> {
  const made = (await api("GET", `${inProject}/invites?limit=200`, { token })).data as Invite[];
  /** The token of a household's link: the mail brought it, but for those without an address. */
  const linkOf = async (groupId: string): Promise<string> => {
    const invite = made.find((one) => one.groupId === groupId);
    const { token: secret } = invite
      ? await api("GET", `/invites/${invite.id}?reveal=true`, { token })
      : await api("POST", `${inProject}/invites`, { token, body: { groupId } });
    return secret as string;
  };
  const groups = (await api("GET", `${inProject}/groups?limit=200`, { token })).data as { id: string }[];
  for (const [index, group] of groups.entries()) {
    if (index % 5 > 1) {
      // One household that has its link and has not answered: the landing page's example.
      if (index === 2) await linkOf(group.id);
      continue;
    }
    const link = await linkOf(group.id);
    const validated = (await api("POST", `/invites/${link}/validate`)) as unknown as Validated;
    const meal = validated.form.questions.find((question) => question.type === "meal");
    const responses = validated.guests.map((guest, position) => {
      const comes = index % 15 !== 5 && !(index % 10 === 1 && position === 1);
      return {
        guestId: guest.id,
        attendance: Object.fromEntries(
          validated.events.map((event) => [event.id, comes ? "attending" : "declined"]),
        ),
        answers:
          comes && meal ? { [meal.id]: meal.options[(index + position) % meal.options.length]!.value } : {},
      };
    });
    await api("POST", "/rsvp/submit", {
      body: {
        token: link,
        formId: validated.form.id,
        responses,
        ...(index % 4 === 0 && { message: "We would not miss it. See you in Rome." }),
      },
    });
  }
}

if (process.env.EIOS_DEMO) await loadDemo(JSON.parse(process.env.EIOS_DEMO) as DemoContext);
