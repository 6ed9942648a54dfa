import { expect, it } from "vitest";
import { problems } from "@/lib/http/problem";
import { registry } from "@/lib/registry";
import { conflicts } from "./conflicts";
import { createEverything } from "./everything";
import { send } from "./harness";

/** Each endpoint with each code of its own that is a 409. */
const declared = registry.flatMap((contract) =>
  (contract.problems ?? []).filter((code) => problems[code][0] === 409).map((code) => ({ contract, code })),
);

it("every way in which an endpoint says it can conflict is swept", () => {
  expect(Object.keys(conflicts).sort()).toEqual(
    declared.map(({ contract, code }) => `${contract.key} ${code}`).sort(),
  );
});

it("what the present state does not allow is 409, by its own code and in a sentence", async () => {
  const wrong: unknown[] = [];
  for (const { contract, code } of declared) {
    const of = await createEverything();
    const call = await conflicts[`${contract.key} ${code}`]!(of);
    const { status, json } = await send(contract, of, call);
    if (status !== 409 || json?.code !== code || json.detail === `${problems[code][1]}.`)
      wrong.push([contract.key, code, status, json]);
  }
  expect(wrong).toEqual([]);
});
