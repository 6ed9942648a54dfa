import { describe, expect, it } from "vitest";
import * as submissionsOf from "@/app/api/rsvp-forms/[id]/submissions/route";
import { answer, createEvent, createForm, createHousehold } from "@/tests/setup/household";
import { call, createTenant } from "@/tests/setup/tenant";

describe("the list of answers", () => {
  it("comes by form, the latest first, and finds households by name", async () => {
    const own = await createTenant();
    const party = await createEvent(own);
    const asked = await createForm(own);
    for (const name of ["Ada", "Ben", "Cleo"]) {
      const home = await createHousehold(own, [name], [party]);
      const responses = [{ guestId: home.guestIds[0], attendance: { [party]: "attending" } }];
      await answer({ token: home.token, formId: asked.id, responses });
    }
    const list = (search: string) =>
      call(submissionsOf.GET, { token: own.token, params: { id: asked.id }, path: `/?${search}` });
    const all = await list("limit=2");
    expect(all.json).toMatchObject({ total: 3, data: [{ householdName: "Cleo" }, { householdName: "Ben" }] });
    const rest = await list(`limit=2&cursor=${all.json.nextCursor}`);
    expect(rest.json).toMatchObject({ nextCursor: null, data: [{ householdName: "Ada" }] });
    expect((await list("q=ben")).json).toMatchObject({ total: 1, data: [{ householdName: "Ben" }] });
    expect(all.json.data[0].editUrl).toBeNull();
  });
});
