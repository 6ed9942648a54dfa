import type { Cx } from "@/lib/http/cx";
import type { Returned } from "@/lib/http/endpoint";
import type { examine as contract } from "./contract";
import { inOrder } from "./policy";
import { findings } from "./queries";

/** Examines the installation for somebody of the staff. */
export async function examine(cx: Pick<Cx, "now">): Promise<Returned<typeof contract>> {
  const found = inOrder(await findings());
  return { checkedAt: cx.now, well: found.every(({ status }) => status !== "fail"), findings: found };
}
