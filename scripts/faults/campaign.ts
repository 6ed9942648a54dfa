import { send, signIn, until } from "../caller";

type At = { port: number; host: string; mail: string };
type Row = { id: string; status: string } & Record<string, unknown>;

/** A campaign that is ready to be approved, and the way to ask about it. */
export type ReadyCampaign = {
  id: string;
  subject: string;
  /** The label of the published invitation's host. */
  subdomain: string;
  projectId: string;
  /** The host's session. */
  token: string;
  api: (method: string, path: string, given?: { body?: unknown; form?: FormData }) => Promise<Row>;
};

/** The address of the nth guest. */
export const guestAddress = (n: number): string => `guest${n}@example.com`;

/**
 * Everything a campaign needs, through the API that everybody uses: an organization, guests from a file, a published
 * invitation and a form. One mail is due to each guest.
 *
 * @throws Error naming the request that was refused
 */
export async function prepareCampaign(at: At, guests: number): Promise<ReadyCampaign> {
  const mark = Date.now().toString(36);
  const token = await signIn(at, at.mail, { email: `host-${mark}@example.org`, name: "Nora Host" });
  const api: ReadyCampaign["api"] = async (method, path, given = {}) => {
    const answer = await send(at, method, `/api${path}`, { token, ...given });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return (answer.json ?? {}) as Row;
  };
  const organization = await api("POST", "/orgs", { body: { name: "Host & Co" } });
  const project = await api("POST", "/projects", {
    body: { organizationId: organization.id, name: "Nora & Ben", kind: "wedding", timezone: "Europe/Rome" },
  });
  const inProject = `/projects/${project.id}`;
  await api("POST", `${inProject}/events`, {
    body: { name: "Dinner", startsAt: "2027-06-12T17:00:00Z", timezone: "Europe/Rome" },
  });
  const rows = Array.from(
    { length: guests },
    (_, n) => `Guest${n},Number,${guestAddress(n)},Household ${n >> 1}`,
  );
  // A file may weigh some 4 MB.
  for (let from = 0; from < guests; from += 25_000) {
    const form = new FormData();
    const lines = rows.slice(from, from + 25_000).join("\n");
    form.set("file", new File([`First Name,Last Name,Email,Household\n${lines}\n`], "guests.csv"));
    const started = await api("POST", `${inProject}/guests/import`, { form });
    await until(
      "the import",
      async () => (await api("GET", `/imports/${started.id}`)).status === "done",
      120,
    );
  }
  const subdomain = `nora-${mark}`;
  const site = await api("POST", `${inProject}/sites`, { body: { name: "Invitation", subdomain } });
  await api("POST", `/sites/${site.id}/publish`);
  await api("POST", `${inProject}/rsvp-forms`, { body: { name: "Answers" } });
  const subject = `You are invited (${mark})`;
  const { id } = await api("POST", `${inProject}/campaigns`, {
    body: {
      ...{ name: "Invitation", channel: "email", subject, audience: { all: true } },
      body: "Dear {{guest.firstName|friend}},\n\nplease answer here: {{invite.url}}",
    },
  });
  return { id, subject, subdomain, projectId: project.id, token, api };
}
