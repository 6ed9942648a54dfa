import { mkdirSync } from "node:fs";
import { chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { send, signIn, until } from "./caller";
import { findChromium } from "./chromium";
import { demoHost } from "./demo";

/**
 * Takes the pictures of the landing page and the README from the demo wedding of a running stack, in light and dark:
 *
 *   npm run up -- --json      in one terminal
 *   npm run shots -- '<the line of JSON it printed>'
 */
type Stack = { app: string; mail: string };
type Rows = { data: { id: string; groupId?: string }[] };

const folder = "public/landing";
const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 780 };

async function main(): Promise<void> {
  const said = process.argv[2];
  if (!said) throw new Error("Give the line of JSON that `npm run up -- --json` printed.");
  const { app, mail } = JSON.parse(said) as Stack;
  const { host, port, hostname } = new URL(app);
  const at = { host, port: Number(port) };
  const token = await signIn(at, mail, { email: demoHost, name: "Ada Vance" });
  const read = async <T>(path: string) => (await send(at, "GET", `/api${path}`, { token })).json as T;
  const [project] = (await read<Rows>("/projects")).data;
  const [guest] = (await read<Rows>(`/projects/${project!.id}/guests?rsvpStatus=pending`)).data;
  const made = await send(at, "POST", `/api/projects/${project!.id}/invites`, {
    token,
    body: { groupId: guest!.groupId },
  });
  const { url } = made.json as { url: string };

  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({
      colorScheme,
      reducedMotion: "reduce",
      deviceScaleFactor: 1.5,
    });
    await context.addCookies([{ name: "authjs.session-token", value: token, domain: hostname, path: "/" }]);
    const page = await context.newPage();
    const take = (name: string, address: string, viewport: typeof desk) =>
      shoot(page, `${folder}/${name}-${colorScheme}.webp`, address, viewport);
    const inProject = (path: string) => `${app}/dashboard/projects/${project!.id}${path}`;
    await take("overview", inProject(""), desk);
    await take("guests", inProject("/guests"), desk);
    await take("invitation", inProject("/invitation"), desk);
    await take("answers", inProject("/answers"), desk);
    await take("phone", url, phone);
    await context.close();
  }
  await browser.close();
}

/** One picture, once letters and frames stand. */
async function shoot(page: Page, file: string, address: string, viewport: typeof desk): Promise<void> {
  await page.setViewportSize(viewport);
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  await until("the page to hold still", async () => {
    const before = await page.screenshot();
    await page.waitForLoadState("load");
    return before.equals(await page.screenshot());
  });
  await sharp(await page.screenshot())
    .webp({ quality: 82 })
    .toFile(file);
  console.log(file);
}

await main();
