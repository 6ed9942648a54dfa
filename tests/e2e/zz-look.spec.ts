import { test } from "@playwright/test";
import { send, signIn as signInByHttp, until } from "../../scripts/caller";
import { fresh, person, signIn } from "./person";
import { stack } from "./setup";

test("look", async ({ browser }) => {
  test.setTimeout(290_000);
  const { app, mail } = stack();
  const { host, port } = new URL(app);
  const at = { host, port: Number(port) };
  const email = `q-${fresh}@example.com`;
  const token = await signInByHttp(at, mail, { email, name: "Nora Host" });
  const api = async (method: string, path: string, given: object = {}) => {
    const answer = await send(at, method, `/api${path}`, { token, ...given });
    if (answer.status >= 300) throw new Error(`${method} ${path} ${answer.status} ${answer.text}`);
    return (answer.json ?? {}) as { id: string } & Record<string, unknown>;
  };
  const organization = await api("POST", "/orgs", { body: { name: "Host & Co" } });
  const { id: projectId } = await api("POST", "/projects", {
    body: { organizationId: organization.id, name: "Nora & Ben", kind: "wedding", timezone: "Europe/Rome" },
  });
  const inProject = `/projects/${projectId}`;
  await api("POST", `${inProject}/events`, {
    body: { name: "Dinner", startsAt: "2027-06-12T17:00:00Z", timezone: "Europe/Rome" },
  });
  const n7 = String(Date.now()).slice(-7);
  const names = [
    "Maximiliana-Theodora Wolkenstein-Trostburg,von Hohenlohe-Langenburg",
    "ليلى,الخطيب",
    "Ada,Rossi",
  ];
  const rows = names.map((name, n) => `${name},a${n}${fresh}@example.com,+49151${n7}${n}`);
  const form = new FormData();
  form.set("file", new File([`First Name,Last Name,Email,Phone\n${rows.join("\n")}\n`], "guests.csv"));
  const { id: importId } = await api("POST", `${inProject}/guests/import`, { form });
  await until("the import", async () => (await api("GET", `/imports/${importId}`)).status === "done");
  const site = await api("POST", `${inProject}/sites`, {
    body: { name: "Invitation", subdomain: `look-${fresh}` },
  });
  await api("POST", `/sites/${site.id}/publish`);
  await api("POST", `${inProject}/rsvp-forms`, { body: { name: "Answers" } });
  const draft = {
    name: "Invitation by WhatsApp",
    channel: "whatsapp",
    sender: "host",
    body: "Dear {{guest.firstName|friend}},\n\nwe are getting married, and we would love you to be there. Please answer by your own link: {{invite.url}}\n\nNora & Ben",
  };
  const campaign = await api("POST", `${inProject}/campaigns`, { body: draft });
  await api("POST", `/campaigns/${campaign.id}/approve`);
  const other = await api("POST", `${inProject}/campaigns`, { body: { ...draft, name: "Draft" } });
  const { page } = await person(browser, "phone");
  await signIn(page, email);
  const url = `${app}/dashboard/projects/${projectId}/messages/${campaign.id}`;
  const shot = async (name: string) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) console.log(`${name} runs past the edge`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `/tmp/shots-proof/${name}-${colorScheme}.png` });
    }
  };
  await page.goto(`${url}/queue`);
  const open = page.getByRole("link", { name: "Open in WhatsApp" });
  await open.waitFor({ timeout: 120_000 });
  await page.waitForTimeout(500);
  await shot("queue-360-1");
  console.log("focused", await open.evaluate((el) => el === document.activeElement));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("Marked as sent").waitFor();
  await page.getByRole("heading", { name: /ليلى|Ada/ }).waitFor();
  await page.waitForTimeout(500);
  await shot("queue-360-2");
  console.log("focused", await open.evaluate((el) => el === document.activeElement));
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { name: /Maximiliana/ }).waitFor();
  for (let n = 0; n < 3; n++) {
    const name = await page.getByRole("heading", { level: 2 }).textContent();
    await page.getByRole("button", { name: n === 1 ? "Skip" : "Sent" }).click();
    await page.waitForFunction((old) => document.querySelector("h2")?.textContent !== old, name);
  }
  await page.getByText("Everybody is written to").waitFor();
  await shot("queue-360-done");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url);
  await page.waitForTimeout(2000);
  await shot("report-1440");
  await page.goto(`${app}/dashboard/projects/${projectId}/messages/${other.id}`);
  await page.getByText("Who sends it").waitFor({ timeout: 60_000 });
  await shot("composer-1440");
});
