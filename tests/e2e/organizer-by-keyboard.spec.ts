import { expect, test } from "@playwright/test";
import { tabTo } from "./keyboard";
import { codeOf, mailsTo, person } from "./person";
import { stack } from "./setup";

test("an organizer signs in and reaches every tab by keyboard alone", async ({ browser }) => {
  const { context, page } = await person(browser, "desk");
  const email = "ada@example.com";
  const before = (await mailsTo(email, 0)).length;
  await page.goto(`${stack().app}/auth/login`);
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(email);
  await tabTo(page, page.getByRole("button", { name: "Send me a code" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("6-digit code")).toBeFocused();
  const [mail] = await mailsTo(email, before + 1);
  await page.keyboard.type(codeOf(mail!));
  await page.waitForURL("**/dashboard");

  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Ada & Luca" }));
  await page.keyboard.press("Enter");
  const tabs = page.getByRole("navigation", { name: "Project" });
  for (const name of ["Guests", "Invitation", "Answers", "Messages", "Overview"]) {
    const tab = tabs.getByRole("link", { name, exact: true });
    await tabTo(page, tab, name === "Overview" ? "Shift+Tab" : "Tab");
    await page.keyboard.press("Enter");
    await expect(tab).toHaveAttribute("aria-current", "page");
    await expect(page).toHaveTitle(new RegExp(`^${name === "Overview" ? "Ada & Luca" : name}`));
  }

  await test.step("jump by the palette", async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("answers");
    await expect(page.getByRole("option", { name: "Answers" })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(tabs.getByRole("link", { name: "Answers" })).toHaveAttribute("aria-current", "page");
  });

  await test.step("open a guest, and come back to where one was", async () => {
    await tabTo(page, tabs.getByRole("link", { name: "Guests" }), "Shift+Tab");
    await page.keyboard.press("Enter");
    const first = page.getByRole("main").getByRole("table").getByRole("link").first();
    await tabTo(page, first);
    const name = await first.innerText();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(first).toBeFocused();
  });
  await context.close();
});
