import { expect, type Locator, type Page, test } from "@playwright/test";
import { fresh, mailsTo, person, signIn } from "./person";

const email = `newcomer-first-${fresh}@example.com`;

/**
 * What a newcomer has to decide: an input that must be filled, or a choice that is not the default. A press on the
 * one thing that a page offers as its next step is none. Looking up the code in the mail counts, too.
 */
class Decisions {
  readonly made: string[] = [];

  add(what: string): void {
    this.made.push(what);
  }

  async fill(control: Locator, value: string, what: string): Promise<void> {
    await control.fill(value);
    this.add(what);
  }

  async choose(control: Locator, what: string): Promise<void> {
    await control.click();
    this.add(what);
  }
}

// Every run is recorded, picture by picture, not only one that fails.
test.use({ trace: "on" });

/** A step of the checklist on the overview. */
async function nextStep(page: Page, name: string) {
  await page
    .getByRole("navigation", { name: "Project" })
    .getByRole("link", { name: "Overview", exact: true })
    .click();
  await page
    .getByRole("region", { name: "From here to your first invitation" })
    .getByRole("link", { name })
    .click();
}

test("a newcomer gets a test invitation into their inbox within ten decisions from signing in", async ({
  browser,
}, info) => {
  test.setTimeout(240_000);
  const { context, page } = await person(browser, "desk");
  const decisions = new Decisions();
  const began = Date.now();

  await test.step("sign in as somebody new", async () => {
    await signIn(page, email, "Nell Comer");
    for (const what of ["e-mail address", "code of the mail", "own name"]) decisions.add(what);
  });
  await test.step("make a project", async () => {
    await page.getByRole("button", { name: "New project" }).click();
    const dialog = page.getByRole("dialog", { name: "New project" });
    await decisions.fill(dialog.getByLabel("Name"), "Nell and Finn", "name of the project");
    await decisions.fill(dialog.getByLabel("Date"), "2027-06-12", "date of the project");
    await dialog.getByRole("button", { name: "Create project" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Nell and Finn" })).toBeVisible();
  });
  await test.step("take the example guests", async () => {
    await nextStep(page, "Add guests");
    await decisions.choose(
      page.getByRole("button", { name: "Try with five example guests" }),
      "example guests instead of a list",
    );
    await expect(page.getByText("5 guests", { exact: true })).toBeVisible();
  });
  await test.step("choose how it looks, and publish it", async () => {
    await nextStep(page, "Choose");
    decisions.add("how it looks before when and where it is");
    await decisions.choose(page.getByRole("button", { name: "Use Letterpress" }), "a template");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(page.getByRole("main").getByText("Live", { exact: true })).toBeVisible();
  });
  await test.step("write an invitation, and send it to oneself", async () => {
    await nextStep(page, "Write it");
    await decisions.choose(
      page.getByRole("dialog").getByRole("button", { name: /^Invitation/ }),
      "an invitation, not another message",
    );
    await expect(page.getByRole("radio", { name: "E-mail" })).toBeChecked();
    await page.getByRole("button", { name: "Send a test to me" }).click();
  });
  await test.step("it is in the inbox", async () => {
    await expect
      .poll(async () => (await mailsTo(email)).map(({ subject }) => subject))
      .toContainEqual(expect.stringMatching(/^\[Test\] You are invited: Nell and Finn$/));
  });

  const seconds = Math.round((Date.now() - began) / 1_000);
  const report = `${decisions.made.length} decisions in ${seconds} s: ${decisions.made.join(", ")}`;
  console.log(report);
  await info.attach("newcomer", { body: report, contentType: "text/plain" });
  await context.close();
  expect(decisions.made.length).toBeLessThanOrEqual(10);
});
