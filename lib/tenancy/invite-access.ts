import { type Tx, withTenant } from "@/db/client";
import { inviteAccessLogs } from "@/db/schema";
import { pseudonym } from "@/lib/clients/crypto";
import type { Actor } from "./actor";
import type { Scope } from "./scope";

// Programs that open links by themselves: chats and networks drawing previews, mail gateways, crawlers.
// The browsers inside chats and networks (LinkedInApp, Snapchat) are people, and so are Cubot's telephones.
const robots = new RegExp(
  [
    "(?<!cu)bot\\b|(?<!cu)bot[/;)_-]|crawl|spider|slurp|scanner\\b|preview|validator|monitor|headless|lighthouse|phantomjs",
    "facebookexternalhit|facebookcatalog|meta-external|^whatsapp|slack-imgproxy|^viber|skypeuri|embedly|iframely|vkshare",
    "microsoft office|ms-office|safelinks|kakaotalk-scrap|line-poker|google(-|other|imageproxy|docs)|yahoomailproxy",
    "mediapartners|proofpoint|mimecast|barracuda|symantec|trendmicro|fortinet|zscaler|cloudmark|urlscan|virustotal|messagelabs",
  ].join("|"),
  "i",
);

/** Whether a known robot opened a link rather than a person. */
export const isRobot = (userAgent: string | null): boolean => userAgent !== null && robots.test(userAgent);

/** Who opened a link, as the log keeps it: the address only as a pseudonym, which tells equal ones apart. */
export const visitorOf = (from: { userAgent: string | null; address: string | null }) => ({
  userAgent: from.userAgent,
  ipHash: from.address ? pseudonym(from.address, "invite access log") : null,
  isBot: isRobot(from.userAgent),
});

type Holder = { actor: Extract<Actor, { kind: "guest" }>; scope: Scope };

/** Appends one line to an invite's access log. Changes nothing that a person acts on. */
export async function logAccess(
  tx: Tx,
  holder: Holder,
  action: "opened" | "validated" | "rsvp" | "denied",
  from: { userAgent: string | null; address: string | null },
): Promise<void> {
  await tx.insert(inviteAccessLogs).values({
    organizationId: holder.scope.organizationIds[0]!,
    inviteId: holder.actor.inviteId,
    action,
    ...visitorOf(from),
  });
}

/** Notes that a link which opens nothing any more was tried; in a transaction of its own, since a refusal follows. */
export const logDenial = (holder: Holder, from: { userAgent: string | null; address: string | null }) =>
  withTenant(holder.scope, (tx) => logAccess(tx, holder, "denied", from));
