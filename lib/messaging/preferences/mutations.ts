import { lend } from "@/db/client";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { emit } from "@/lib/http/record";
import { provenScope } from "@/lib/tenancy/scope";
import { liftUnsubscribe, suppress } from "../suppression/mutations";
import { namedBy } from "../unsubscribe/queries";
import type { setPreferences as contract } from "./contract";
import { PREFERENCES } from "./policy";
import { answer, mayAllow, TEST, waysOf } from "./queries";

/** Stops every way that is not kept and allows those that are, as far as the holder of the link may. */
export function setPreferences(
  cx: Cx,
  { params, body }: Input<typeof contract>,
): Promise<Returned<typeof contract>> {
  const { bytes } = body as unknown as { bytes: Uint8Array };
  const kept = new Set(new URLSearchParams(Buffer.from(bytes).toString("utf8")).getAll("keep"));
  return lend(cx.tx, "system", async (tx) => {
    const named = await namedBy({ ...cx, tx }, params.token);
    if (named === "test") return TEST;
    const within: Cx = { ...cx, tx, scope: provenScope(named.organizationId) };
    for (const way of await waysOf(tx, named)) {
      const { channel, address, reason } = way;
      if (!kept.has(channel) && reason === null)
        await suppress(within, { channel, address, reason: "unsubscribe", source: PREFERENCES });
      else if (kept.has(channel) && mayAllow(way)) await liftUnsubscribe(within, channel, address);
    }
    await emit(within, { name: null, projectId: named.projectId, topic: "messages" });
    return answer(named, await waysOf(tx, named));
  });
}
