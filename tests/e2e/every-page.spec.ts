import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { walk } from "./keyboard";
import { fresh, mailsTo, person, signIn, viewports } from "./person";
import { type Api, apiAs, importList, makeScene, type Scene } from "./scenery";
import { stack } from "./setup";

/** A page, or something opened on it. Where `as` is missing, nobody is signed in. */
type Place = {
  name: string;
  as?: "host" | "newcomer";
  url: (at: Known) => string;
  /** What is pressed or typed once the page stands. */
  open?: (page: Page, at: Known) => Promise<unknown>;
  /** What shows that it is all there. */
  see: string | RegExp | ((page: Page) => ReturnType<Page["locator"]>);
};

type Known = Record<"letterpress" | "ledger" | "sunburst", Scene> & {
  app: string;
  bare: string;
  preview: string;
  imported: string;
  submission: string;
  event: string;
  revoked: string;
  organization: string;
  join: string;
};

const host = `host-${fresh}@example.com`;
const invited = `invited-${fresh}@example.com`;
const newcomer = `newcomer-${fresh}@example.com`;
const inProject = (rest: string) => (at: Known) =>
  `${at.app}/dashboard/projects/${at.letterpress.project}${rest}`;
const inOrganization = (page: string) => (at: Known) =>
  `${at.app}/dashboard/${page}?organization=${at.organization}`;
const dialog = (name: string | RegExp) => (page: Page) => page.getByRole("dialog", { name });
const heading = (name: string | RegExp) => (page: Page) => page.getByRole("heading", { name }).first();
const mine = { as: "host" } as const;

const places: Place[] = [
  { name: "landing", url: () => stack().root, see: (page) => page.getByRole("heading", { level: 1 }) },
  { name: "API reference", url: ({ app }) => `${app}/docs/api`, see: heading("API reference") },
  {
    name: "API reference, an endpoint tried",
    url: ({ app }) => `${app}/docs/api/listProjects`,
    open: async (page) => {
      await page.getByLabel("API key or session token").fill("eios_none");
      await page.getByRole("button", { name: "Send" }).click();
    },
    see: /This API key is not known/,
  },
  { name: "problem", url: ({ app }) => `${app}/problems/invalid`, see: heading("Some fields are not right") },
  { name: "sign in", url: ({ app }) => `${app}/auth/login`, see: heading(/^Sign in/) },
  {
    name: "sign in, refused",
    url: ({ app }) => `${app}/auth/login`,
    open: (page) => page.getByRole("button", { name: "Send me a code" }).click(),
    see: "Enter your e-mail address.",
  },
  {
    name: "verify",
    url: ({ app }) => `${app}/auth/login`,
    open: async (page) => {
      await page.getByLabel("E-mail address").fill(`nobody-${fresh}@example.com`);
      await page.getByRole("button", { name: "Send me a code" }).click();
    },
    see: heading("Check your mail"),
  },
  { name: "verify, elsewhere", url: ({ app }) => `${app}/auth/verify`, see: /^Type your address/ },
  { name: "sign-in link", url: ({ app }) => `${app}/auth/verify?token=none`, see: /^One more press/ },
  {
    name: "join a team",
    url: ({ app }) => `${app}/join/none`,
    see: heading("This invitation opens nothing"),
  },
  { name: "join a team, in time", url: ({ join }) => join, see: heading("Join Nora and Ben") },
  { name: "no projects", as: "newcomer", url: ({ app }) => `${app}/dashboard`, see: /^A project holds one/ },
  { name: "projects", ...mine, url: ({ app }) => `${app}/dashboard`, see: "0 of 3" },
  {
    name: "new project",
    ...mine,
    url: ({ app }) => `${app}/dashboard?new=project`,
    see: dialog("New project"),
  },
  {
    name: "nothing here",
    ...mine,
    url: ({ app }) => `${app}/dashboard/projects/none`,
    see: heading("There is nothing here"),
  },
  { name: "overview", ...mine, url: inProject(""), see: "We look forward to it" },
  {
    name: "overview, empty",
    ...mine,
    url: ({ app, bare }) => `${app}/dashboard/projects/${bare}`,
    see: /^Say when and where, so/,
  },
  { name: "event", ...mine, url: (at) => inProject(`?event=${at.event}`)(at), see: dialog("Ceremony") },
  { name: "new event", ...mine, url: inProject("?event=new"), see: dialog("New event") },
  { name: "guests", ...mine, url: inProject("/guests"), see: "Anna Rossi" },
  {
    name: "guests, empty",
    ...mine,
    url: ({ app, bare }) => `${app}/dashboard/projects/${bare}/guests`,
    see: "No guests yet",
  },
  { name: "guests, nobody found", ...mine, url: inProject("/guests?q=zzzz"), see: "Nobody fits" },
  {
    name: "guest",
    ...mine,
    url: (at) => inProject(`/guests?guest=${at.letterpress.guest}`)(at),
    see: dialog("Anna Rossi"),
  },
  { name: "add a guest", ...mine, url: inProject("/guests?add=guest"), see: dialog("Add a guest") },
  {
    name: "import, file",
    ...mine,
    url: inProject("/guests?import=file"),
    see: dialog("Import a guest list"),
  },
  {
    name: "import, preview",
    ...mine,
    url: (at) => inProject(`/guests?import=${at.preview}`)(at),
    see: dialog("guests.csv"),
  },
  {
    name: "import, columns",
    ...mine,
    url: (at) => inProject(`/guests?import=${at.preview}`)(at),
    // By keyboard a tab opens as it gets the focus.
    open: (page) => page.getByRole("tab", { name: "Columns" }).focus(),
    see: (page) => page.getByLabel("What the column Email holds"),
  },
  {
    name: "import, result",
    ...mine,
    url: ({ app, ledger, imported }) =>
      `${app}/dashboard/projects/${ledger.project}/guests?import=${imported}`,
    see: dialog("The list is in"),
  },
  {
    name: "invitation, choice",
    ...mine,
    url: ({ app, bare }) => `${app}/dashboard/projects/${bare}/invitation`,
    see: heading("Choose an invitation"),
  },
  {
    name: "invitation, words",
    ...mine,
    url: inProject("/invitation"),
    see: (page) => page.getByLabel("Under the title"),
  },
  {
    name: "invitation, look",
    ...mine,
    url: inProject("/invitation?edit=look"),
    see: (page) => page.getByText("Colours", { exact: true }),
  },
  {
    name: "invitation, address",
    ...mine,
    url: inProject("/invitation?edit=address"),
    see: (page) => page.getByRole("textbox", { name: "Address", exact: true }),
  },
  {
    name: "invitation, preview",
    ...mine,
    url: inProject("/invitation?edit=preview"),
    see: (page) => page.locator("iframe:not([inert])"),
  },
  { name: "answers", ...mine, url: inProject("/answers"), see: "Anna Rossi" },
  {
    name: "answers, empty",
    ...mine,
    url: ({ app, bare }) => `${app}/dashboard/projects/${bare}/answers`,
    see: "Nothing to answer yet",
  },
  {
    name: "answer",
    ...mine,
    url: (at) => inProject(`/answers?answer=${at.submission}`)(at),
    see: dialog("Anna and Jo"),
  },
  { name: "messages", ...mine, url: inProject("/messages"), see: "Reminder" },
  {
    name: "messages, empty",
    ...mine,
    url: ({ app, bare }) => `${app}/dashboard/projects/${bare}/messages`,
    see: "Nothing sent yet",
  },
  { name: "blocked addresses", ...mine, url: inProject("/messages/suppressed"), see: "Nobody is blocked" },
  {
    name: "block an address",
    ...mine,
    url: inProject("/messages/suppressed?add=address"),
    see: dialog("Block an address"),
  },
  {
    name: "who gets a message",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}?people=reached`)(at),
    see: dialog("Who gets it"),
  },
  {
    name: "who gets no message",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}?people=left`)(at),
    see: "Jo",
  },
  { name: "new message", ...mine, url: inProject("/messages?new=message"), see: dialog("Write a message") },
  {
    name: "composer",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}`)(at),
    see: /checks are fine|Ready to send/,
  },
  {
    name: "send",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}`)(at),
    open: (page) => page.getByRole("button", { name: "Send to 1 guest" }).click(),
    see: dialog("Send to 1 guest?"),
  },
  {
    name: "when and how",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}`)(at),
    open: async (page) => {
      await page.getByRole("button", { name: "Change", exact: true }).click();
      await page.getByRole("radio", { name: /Before answers are due/ }).click();
      await page.getByRole("button", { name: "Write by SMS too" }).click();
    },
    see: (page) => page.getByRole("heading", { name: "SMS" }),
  },
  {
    name: "report",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.campaign}`)(at),
    see: "Anna Rossi",
  },
  {
    name: "report, its words",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.campaign}`)(at),
    open: (page) => page.getByRole("button", { name: "Show message" }).click(),
    see: (page) => page.getByRole("dialog").locator("iframe"),
  },
  {
    name: "automation, before its time",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.automation}`)(at),
    see: /^Leaves next /,
  },
  {
    name: "automation, turning it off",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.automation}`)(at),
    open: (page) => page.getByRole("button", { name: "Turn off" }).click(),
    see: dialog("Turn it off for good?"),
  },
  {
    name: "composer, SMS",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}`)(at),
    open: (page) => page.getByRole("radio", { name: "SMS" }).click(),
    see: /characters, \d part/,
  },
  {
    name: "composer, WhatsApp",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}`)(at),
    open: (page) => page.getByRole("radio", { name: "WhatsApp" }).click(),
    see: "WhatsApp sends only words",
  },
  {
    name: "a test by SMS",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.draft}`)(at),
    open: async (page) => {
      await page.getByRole("radio", { name: "SMS" }).click();
      await page.getByRole("button", { name: "Send a test to me" }).click();
    },
    see: dialog("Send a test to me"),
  },
  {
    name: "queue",
    ...mine,
    url: (at) => inProject(`/messages/${at.letterpress.queue}/queue`)(at),
    see: (page) => page.getByRole("link", { name: "Open in WhatsApp" }),
  },
  {
    name: "palette",
    ...mine,
    url: inProject(""),
    open: (page) => page.keyboard.press("Control+k"),
    see: (page) => page.getByRole("option", { name: "Messages" }),
  },
  { name: "team", ...mine, url: inOrganization("team"), see: heading("Members") },
  {
    name: "invite somebody",
    ...mine,
    url: inOrganization("team"),
    open: (page) => page.getByRole("button", { name: "Invite somebody" }).click(),
    see: dialog("Invite somebody"),
  },
  {
    name: "new door pass",
    ...mine,
    url: inOrganization("team"),
    open: (page) => page.getByRole("button", { name: "New pass" }).click(),
    see: dialog(/pass/),
  },
  {
    name: "new key",
    ...mine,
    url: inOrganization("team"),
    open: (page) => page.getByRole("button", { name: "New key" }).click(),
    see: dialog(/key/),
  },
  {
    name: "add a webhook",
    ...mine,
    url: inOrganization("team"),
    open: (page) => page.getByRole("button", { name: "Add a webhook" }).click(),
    see: dialog(/webhook/),
  },
  { name: "settings", ...mine, url: inOrganization("settings"), see: "A second person approves" },
  { name: "audit", ...mine, url: inOrganization("audit"), see: "Answer created" },
  {
    name: "audit, entry",
    ...mine,
    url: inOrganization("audit"),
    open: (page) => page.getByRole("button", { name: /^Answer created/ }).click(),
    see: dialog("Answer created"),
  },
  { name: "account", ...mine, url: ({ app }) => `${app}/account`, see: "Where you are signed in" },
  {
    name: "duplicate a project",
    ...mine,
    url: inProject(""),
    open: async (page) => {
      await page.getByRole("button", { name: "What to do with Nora and Ben" }).click();
      await page.getByRole("menuitem", { name: "Duplicate" }).click();
    },
    see: (page) => page.getByRole("dialog"),
  },
  {
    name: "invitation, versions",
    ...mine,
    url: inProject("/invitation?edit=versions"),
    see: (page) => page.getByRole("tabpanel", { name: "Versions" }),
  },
  { name: "doctor", ...mine, url: ({ app }) => `${app}/admin/doctor`, see: "Messages that wait" },
  { name: "installation’s log", ...mine, url: ({ app }) => `${app}/admin/audit`, see: "Setting changed" },
  {
    name: "installation’s log, empty",
    ...mine,
    url: ({ app }) => `${app}/admin/audit?about=plan&when=day`,
    see: "Nothing fits these filters",
  },
  {
    name: "nowhere",
    url: ({ app }) => `${app}/none`,
    see: heading("There is nothing here"),
  },
  {
    name: "a problem",
    url: ({ app }) => `${app}/problems/not_found`,
    see: (page) => page.getByRole("heading", { level: 1 }),
  },
  ...(["letterpress", "ledger", "sunburst"] as const).flatMap((template): Place[] => [
    {
      name: `${template}, public page`,
      url: (at) => at[template].url,
      see: (page) => page.getByRole("heading", { level: 1 }),
    },
    {
      name: `${template}, personal page`,
      url: (at) => at[template].link,
      // The first has been answered; its form is folded.
      see: (page) => page.getByText(/^(Send answer|Change your answer)$/),
    },
  ]),
  {
    name: "personal page, refused",
    url: (at) => at.ledger.link,
    open: (page) => page.getByRole("button", { name: "Send answer" }).click(),
    see: "One thing needs another look",
  },
  { name: "answered page", url: (at) => `${at.letterpress.link}?thanks`, see: heading("Thank you") },
  {
    name: "answered page, changing",
    url: (at) => at.letterpress.link,
    open: (page) => page.getByText("Change your answer", { exact: true }).click(),
    see: (page) => page.getByRole("button", { name: "Send the change" }),
  },
  {
    name: "unknown link",
    url: (at) => `${at.letterpress.url}/i/none`,
    see: heading("This link leads nowhere"),
  },
  { name: "revoked link", url: (at) => at.revoked, see: heading("This link has been replaced") },
  {
    name: "no such page",
    url: (at) => `${at.letterpress.url}/none`,
    see: (page) => page.getByRole("heading", { level: 1 }),
  },
  {
    name: "no such site",
    url: (at) => at.letterpress.url.replace("letterpress-", "none-"),
    see: heading("Nothing is published here"),
  },
  { name: "unsubscribe", url: (at) => at.ledger.unsubscribe, see: (page) => page.getByRole("button") },
  {
    name: "unsubscribed",
    url: (at) => at.sunburst.unsubscribe,
    see: (page) => page.getByRole("heading", { level: 1 }),
  },
  {
    name: "preferences",
    url: (at) => at.ledger.unsubscribe.replace("/unsubscribe/", "/preferences/"),
    see: (page) => page.getByRole("checkbox").first(),
  },
  {
    name: "unsubscribe, unknown",
    url: (at) => `${at.ledger.url}/unsubscribe/none`,
    see: (page) => page.getByRole("heading", { level: 1 }),
  },
  {
    name: "inbox",
    url: () => stack().mail,
    // The whole list has no end while others write into it.
    open: (page) => page.getByLabel("Search mail").fill("Anna, you are invited"),
    see: (page) => page.getByText(/you are invited/).first(),
  },
  {
    name: "inbox, a mail",
    url: () => stack().mail,
    open: async (page) => {
      await page.getByLabel("Search mail").fill("Anna, you are invited");
      await expect(page.getByText("is your EIOS code")).toHaveCount(0);
      await page
        .getByText(/you are invited/)
        .first()
        .click();
    },
    see: (page) => page.locator("iframe"),
  },
];

let known: Known;
let states: Record<"host" | "newcomer", Awaited<ReturnType<BrowserContext["storageState"]>>>;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  known = await prepare(await apiAs(host, "Nora Host"));
  await apiAs(newcomer, "Newcomer");
  states = { host: await sessionOf(browser, host), newcomer: await sessionOf(browser, newcomer) };
});

async function sessionOf(browser: Browser, email: string) {
  const { context, page } = await person(browser, "desk");
  await signIn(page, email);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function prepare(api: Api): Promise<Known> {
  const owner = postgres(stack().ownerDatabase, { max: 1 });
  await owner`update users set platform_role = 'staff' where email = ${host}`;
  await owner.end();
  // The installation's log tells of what is a person's own.
  const country = { scope: "user", key: "projects.country" };
  await api("POST", "/settings/values", { body: { ...country, value: "IT" } });
  await api("DELETE", `/settings/values?${new URLSearchParams(country)}`);
  const organization = await api("POST", "/orgs", { body: { name: "Nora and Ben" } });
  const [letterpress, ledger, sunburst] = [
    await makeScene(api, organization.id, "letterpress"),
    await makeScene(api, organization.id, "ledger"),
    await makeScene(api, organization.id, "sunburst"),
  ];
  const bare = await api("POST", "/projects", {
    body: { organizationId: organization.id, name: "Bare", kind: "other", timezone: "UTC" },
  });
  const token = (scene: Scene) => scene.link.split("/i/")[1]!;
  const open = (await api("POST", `/invites/${token(letterpress)}/validate`, { body: {} })) as unknown as {
    guests: { id: string }[];
    events: { id: string }[];
    form: { id: string };
  };
  await api("POST", "/rsvp/submit", {
    body: {
      token: token(letterpress),
      formId: open.form.id,
      message: "We look forward to it",
      responses: open.guests.map(({ id }, n) => ({
        guestId: id,
        attendance: Object.fromEntries(open.events.map((event) => [event.id, n ? "declined" : "attending"])),
        answers: {},
      })),
    },
  });
  const list = "First Name,Last Name,Email\nZoe,New,zoe@example.com\nRolf,Wrong,not-an-address\n";
  const preview = await importList(api, letterpress.project, list, true);
  const imported = await importList(api, ledger.project, list, false);
  const submissions = await api("GET", `/rsvp-forms/${open.form.id}/submissions`);
  const away = await api("POST", `/projects/${sunburst.project}/groups`, { body: { name: "Away" } });
  await api("POST", `/projects/${sunburst.project}/guests`, {
    body: { firstName: "Away", groupId: away.id },
  });
  const invite = await api("POST", `/projects/${sunburst.project}/invites`, { body: { groupId: away.id } });
  await api("POST", `/invites/${invite.id}/revoke`);
  await api("POST", `/orgs/${organization.id}/invite`, { body: { email: invited, role: "viewer" } });
  const [joining] = await mailsTo(invited);
  return {
    letterpress,
    ledger,
    sunburst,
    app: stack().app,
    bare: bare.id,
    preview,
    imported,
    submission: submissions.data[0]!.id,
    event: open.events[0]!.id,
    revoked: String(invite.url),
    organization: organization.id,
    join: /http:\S+\/join\/[\w.~-]+/.exec(joining!.text)![0],
  };
}

/** Nothing moves any more, and the letters are there: what axe measures is what stays. */
async function settle(page: Page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

async function faults(page: Page) {
  await settle(page);
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary, html }) => `${id} ${target}\n${html.slice(0, 200)}\n${failureSummary}`,
    ),
  );
}

/** Each size and each scheme once; with EIOS_AXE=all every pair of them. */
const looks =
  process.env.EIOS_AXE === "all"
    ? ({ phone: ["light", "dark"], desk: ["light", "dark"] } as const)
    : ({ phone: ["light"], desk: ["dark"] } as const);

for (const place of places) {
  test(`nothing for axe, nothing beyond the edge, all by keyboard: ${place.name}`, async ({ browser }) => {
    // The reference has some two hundred stops.
    test.setTimeout(180_000);
    const { context, page } = await person(browser, "phone", {
      reducedMotion: "reduce",
      ...(place.as && { storageState: states[place.as] }),
    });
    await page.goto(place.url(known));
    await place.open?.(page, known);
    const seen = typeof place.see === "function" ? place.see(page) : page.getByText(place.see).first();
    await expect(seen).toBeVisible();
    for (const at of ["phone", "desk"] as const) {
      // What was opened stays open while the window grows, as when a tablet is turned.
      if (at === "desk") await page.setViewportSize(viewports.desk);
      for (const colorScheme of looks[at]) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await faults(page), `${at}, ${colorScheme}`).toEqual([]);
      }
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(beyond, `pixels beyond the edge, ${at}`).toBeLessThanOrEqual(0);
    }
    expect.soft(await walk(page), "by keyboard").toEqual({ unseen: [], unreached: [] });
    await context.close();
  });
}
