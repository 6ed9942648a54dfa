import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { stack } from "./setup";

export type Mail = {
  id: string;
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string }[];
};

/** A word that no other run has used, for addresses that must be new. */
export const fresh = `${Date.now().toString(36)}${process.pid.toString(36)}`;

export const viewports = { desk: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } };

/** A person at a desk (1440 px) or with a phone (360 px), with a browser of their own. */
export async function person(
  browser: Browser,
  at: "desk" | "phone",
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: viewports[at], hasTouch: at === "phone", ...options });
  return { context, page: await context.newPage() };
}

/** The mails to an address, the newest first, once there are as many as asked for. */
export async function mailsTo(address: string, count = 1): Promise<Mail[]> {
  let mails: Mail[] = [];
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${stack().mail}/messages?to=${encodeURIComponent(address)}`);
        mails = ((await answer.json()) as { data: Mail[] }).data;
        return mails.length;
      },
      { message: `mails to ${address}`, timeout: 60_000 },
    )
    .toBeGreaterThanOrEqual(count);
  return mails;
}

/** Asks for a code at the sign-in page and types the one of the mail; somebody new says their name too. */
export async function signIn(page: Page, email: string, name?: string): Promise<void> {
  const before = (await mailsTo(email, 0)).length;
  await page.goto(`${stack().app}/auth/login`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL("**/auth/verify");
  const [mail] = await mailsTo(email, before + 1);
  await page.getByLabel("6-digit code").fill(codeOf(mail!));
  if (name) {
    await page.getByLabel("Your name").fill(name);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  await page.waitForURL("**/dashboard");
}

/** Marks a page as it is: a reload would wipe this. */
export const mark = (page: Page) => page.evaluate(() => Object.assign(window, { stillOpen: true }));

/** A page that was marked has not been loaded anew since. */
export async function stillOpen(page: Page): Promise<void> {
  expect(await page.evaluate(() => "stillOpen" in window)).toBe(true);
}

/** The code that a sign-in mail brings. */
export const codeOf = ({ text }: Mail): string => /\b\d{6}\b/.exec(text)![0];

/** The personal link that a mail brings. */
export const linkIn = ({ text }: Mail): string => /http:\/\/[\w.-]+:\d+\/i\/[\w-]+/.exec(text)![0];
