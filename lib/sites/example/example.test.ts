import { expect, it } from "vitest";
import * as revoke from "@/app/api/invites/[id]/revoke/route";
import * as groups from "@/app/api/projects/[id]/groups/route";
import * as invites from "@/app/api/projects/[id]/invites/route";
import * as sites from "@/app/api/projects/[id]/sites/route";
import * as publish from "@/app/api/sites/[id]/publish/route";
import { call, createTenant } from "@/tests/setup/tenant";
import { exampleLink } from "./queries";

it("offers a household's link of a published site, and never one that was withdrawn", async () => {
  const { token, projectId } = await createTenant();
  const inProject = { token, params: { id: projectId } };
  const site = (
    await call(sites.POST, { ...inProject, body: { name: "Invitation", subdomain: "our-example" } })
  ).json;
  const group = (await call(groups.POST, { ...inProject, body: { name: "You" } })).json;
  const invite = (await call(invites.POST, { ...inProject, body: { groupId: group.id } })).json;
  expect(await exampleLink("our-example"), "before it is published").toBeNull();

  await call(publish.POST, { token, params: { id: site.id }, body: {} });
  expect(await exampleLink("our-example")).toBe(invite.url);
  expect(await exampleLink("nobodys-example")).toBeNull();

  await call(revoke.POST, { token, params: { id: invite.id }, body: {} });
  expect(await exampleLink("our-example")).toBeNull();
});
