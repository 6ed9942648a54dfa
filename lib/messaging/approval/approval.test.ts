import { expect, it } from "vitest";
import * as approval from "@/app/api/campaigns/[id]/approve/route";
import * as returning from "@/app/api/campaigns/[id]/send-back/route";
import * as testing from "@/app/api/campaigns/[id]/test/route";
import * as keys from "@/app/api/orgs/[id]/api-keys/route";
import * as all from "@/app/api/projects/[id]/campaigns/route";
import * as settings from "@/app/api/settings/values/route";
import { createSender, letter } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";

async function createProgram() {
  const of = await createSender(2);
  const made = await call(keys.POST, {
    token: of.token,
    params: { id: of.organizationId },
    body: { name: "CRM", scopes: ["campaigns:read", "campaigns:write", "campaigns:approve"] },
  });
  const { key, id: keyId } = made.json as { key: string; id: string };
  const campaign = await call(all.POST, { token: key, params: { id: of.projectId }, body: letter });
  const press = (token: string) =>
    call(approval.POST, { method: "POST", token, params: { id: campaign.json.id } });
  return { ...of, key, keyId, campaignId: campaign.json.id as string, press };
}

it("an API key approves what it wrote, and the campaign says which", async () => {
  const of = await createProgram();
  expect((await of.press(of.key)).json).toMatchObject({ status: "approved", approvedBy: of.keyId });
});

it("an API key is nobody's second person: it asks, and a person approves", async () => {
  const of = await createProgram();
  const rule = { key: "campaigns.secondApprover", scope: "organization", scopeId: of.organizationId };
  await call(settings.POST, { token: of.token, body: { ...rule, value: true } });
  expect((await of.press(of.key)).json.status).toBe("awaiting_approval");
  const again = await of.press(of.key);
  expect([again.status, again.json.detail]).toEqual([409, expect.stringContaining("an API key is none")]);
  expect((await of.press(of.token)).json).toMatchObject({ status: "approved", approvedBy: of.owner.id });
});

it("a test that a key asks for goes to a member it names, never to a stranger", async () => {
  const of = await createProgram();
  const send = (body: object) => call(testing.POST, { token: of.key, params: { id: of.campaignId }, body });
  expect((await send({ to: of.owner.email })).json).toEqual({ to: of.owner.email });
  for (const body of [{}, { to: "stranger@example.com" }]) {
    const { status, json } = await send(body);
    expect([status, json.errors[0].path]).toEqual([400, "to"]);
  }
});

it("whoever is asked can send it back with a word, once, and asking again forgets the word", async () => {
  const of = await createProgram();
  const rule = { key: "campaigns.secondApprover", scope: "organization", scopeId: of.organizationId };
  await call(settings.POST, { token: of.token, body: { ...rule, value: true } });
  const back = (token: string) =>
    call(returning.POST, { token, params: { id: of.campaignId }, body: { note: "Not before Monday." } });
  expect((await back(of.token)).status).toBe(409);
  expect((await of.press(of.key)).json).toMatchObject({ askedBy: of.keyId, sentBackNote: null });
  const answers = await Promise.all([back(of.token), back(of.token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const draft = answers.find(({ status }) => status === 200)!.json;
  expect(draft).toMatchObject({
    ...{ status: "draft", sentBackNote: "Not before Monday.", sentBackBy: of.owner.id },
  });
  expect((await of.press(of.key)).json).toMatchObject({ status: "awaiting_approval", sentBackNote: null });
});
