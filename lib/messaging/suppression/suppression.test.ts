import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import * as one from "@/app/api/projects/[id]/suppression-list/[suppressionId]/route";
import * as list from "@/app/api/projects/[id]/suppression-list/route";
import { asSystem } from "@/db/client";
import {
  guestContacts,
  guestGroups,
  guests,
  organizationMembers,
  projects,
  suppressionList,
} from "@/db/schema";
import { call, createTenant, createUser } from "@/tests/setup/tenant";

it("a member who was given one project sees and changes the addresses of its guests alone", async () => {
  const { organizationId, projectId, token } = await createTenant();
  const editor = await createUser("Ben");
  const ids = { other: uuidv7(), mine: uuidv7(), theirs: uuidv7() };
  await asSystem("tests make two projects with a guest each", async (tx) => {
    const of = { organizationId };
    await tx
      .insert(projects)
      .values({ id: ids.other, ...of, name: "Other", kind: "wedding", timezone: "UTC" });
    for (const [project, address] of [
      [projectId, "mine@example.com"],
      [ids.other, "theirs@example.com"],
    ] as const) {
      const [groupId, guestId] = [uuidv7(), uuidv7()];
      await tx.insert(guestGroups).values({ id: groupId, ...of, projectId: project, name: "" });
      await tx.insert(guests).values({ id: guestId, ...of, projectId: project, groupId, firstName: "Ida" });
      await tx
        .insert(guestContacts)
        .values({ ...of, guestId, kind: "email", value: address, isPrimary: true });
    }
    const stopped = { ...of, channel: "email", reason: "manual" } as const;
    await tx.insert(suppressionList).values([
      { ...stopped, id: ids.mine, address: "mine@example.com" },
      { ...stopped, id: ids.theirs, address: "theirs@example.com" },
    ]);
    await tx.insert(organizationMembers).values({
      ...{ ...of, userId: editor.id, email: editor.email, role: "editor", status: "active" },
      projectIds: [projectId],
    });
  });
  const read = (as: string) => call(list.GET, { token: as, params: { id: projectId } });
  expect((await read(token)).json.total).toBe(2);
  expect((await read(editor.token)).json).toMatchObject({
    total: 1,
    data: [{ address: "mine@example.com" }],
  });
  const remove = (suppressionId: string) =>
    call(one.DELETE, { method: "DELETE", token: editor.token, params: { id: projectId, suppressionId } });
  expect((await remove(ids.theirs)).status).toBe(404);
  expect((await remove(ids.mine)).status).toBe(204);
  expect((await read(token)).json).toMatchObject({ total: 1, data: [{ address: "theirs@example.com" }] });
});
