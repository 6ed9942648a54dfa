import { expect, test } from "@playwright/test";
import { fresh, mailsTo, mark, person, signIn, stillOpen } from "./person";
import { apiAs, makeParty } from "./scenery";
import { stack } from "./setup";

const at = (name: string) => `${name}-${fresh}@example.com`;
const NOTE = "It is five o'clock, not six.";

test("two people with the same message open: one asks, the other sends back and then sends, and both see it happen", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const api = await apiAs(at("writer"), "Wanda Writer");
  const party = await makeParty(api, "second", [`Ada,Stein,${at("second-ada")},,Stein`]);
  const { organizationId } = await api("GET", party.inProject);
  await api("POST", "/settings/values", {
    body: { key: "campaigns.secondApprover", scope: "organization", scopeId: organizationId, value: true },
  });
  // Signing in with the invited address is the acceptance.
  await api("POST", `/orgs/${organizationId}/invite`, { body: { email: at("second"), role: "editor" } });
  const campaign = await api("POST", `${party.inProject}/campaigns`, {
    body: {
      ...{ name: "Invitation", channel: "email", subject: "Dine with us at six", audience: { all: true } },
      body: "Dear {{guest.firstName}}, answer here: {{invite.url}}",
    },
  });
  const url = `${stack().app}/dashboard${party.inProject}/messages/${campaign.id}`;

  const writer = await person(browser, "desk");
  const second = await person(browser, "phone");
  await signIn(writer.page, at("writer"));
  await signIn(second.page, at("second"), "Sena Second");
  for (const { page } of [writer, second]) {
    await page.goto(url);
    await expect(page.getByLabel("Subject")).toHaveValue("Dine with us at six");
  }
  const ask = writer.page.getByRole("button", { name: "Ask for approval" });
  await expect(ask).toBeEnabled();
  await Promise.all([mark(writer.page), mark(second.page)]);

  await test.step("one asks, and the other is asked", async () => {
    await ask.click();
    await writer.page.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
    await expect(writer.page.getByText("You asked for approval")).toBeVisible();
    await expect(ask).toBeDisabled();
    await expect(second.page.getByText("Wanda Writer asks for your approval")).toBeVisible();
  });
  await test.step("the other sends it back, and the first reads why", async () => {
    await second.page.getByRole("button", { name: "Send back" }).click();
    const dialog = second.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Send back" }).click();
    await expect(dialog.getByText("Write what should be different.")).toBeVisible();
    await dialog.getByLabel("What should be different").fill(NOTE);
    await dialog.getByRole("button", { name: "Send back" }).click();
    await expect(writer.page.getByText("Sena Second sent it back")).toBeVisible();
    await expect(writer.page.getByText(NOTE)).toBeVisible();
  });
  await test.step("the first changes it and asks again, and the other sees the change", async () => {
    await writer.page.getByLabel("Subject").fill("Dine with us at five");
    await expect(writer.page.getByText("Saved", { exact: true })).toBeVisible();
    await ask.click();
    await writer.page.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
    await expect(second.page.getByText("Wanda Writer asks for your approval")).toBeVisible();
    await expect(second.page.getByLabel("Subject")).toHaveValue("Dine with us at five");
  });
  await test.step("the other sends it, and both see it leave", async () => {
    await second.page.getByRole("button", { name: "Send to 1 guest" }).click();
    await second.page.getByRole("dialog").getByRole("button", { name: "Send to 1 guest" }).click();
    for (const { page } of [second, writer]) {
      await expect(page.getByText("Sent", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
      await stillOpen(page);
    }
    const mails = await mailsTo(at("second-ada"));
    expect(mails.map(({ subject }) => subject)).toEqual(["Dine with us at five"]);
  });
  await Promise.all([writer.context.close(), second.context.close()]);
});
