import { and, eq } from "drizzle-orm";
import { type Tx, withTenant } from "@/db/client";
import { invites, sites } from "@/db/schema";
import { siteOrigin } from "@/lib/clients/env";
import { AppError } from "@/lib/http/problem";
import type { Compiled } from "@/lib/scene/compile";
import { contentSecurityPolicy, fill } from "@/lib/scene/fill";
import { type NoticeKind, notice } from "@/lib/scene/notice";
import { cardUrl } from "@/lib/sites/policy";
import { artifactFor } from "@/lib/sites/publishing/mutations";
import { holderOfInvite } from "@/lib/tenancy/invite-token";
import { type CalendarEntry, calendarFile } from "../calendar/policy";
import { type Household, type HouseholdEvent, readHouseholds } from "../household/queries";
import { words } from "../words/policy";
import { invitationOf, type Visit } from "./policy";

/** The host a page was asked for: a label of the sites' domain, or a domain of the host's own. */
export type SiteAddress = { subdomain: string } | { customDomain: string };

type Holder = NonNullable<Awaited<ReturnType<typeof holderOfInvite>>>;

/** What is behind a link on a site: the page's ingredients, or the polite page to show instead. */
export type Opened =
  | {
      open: true;
      holder: Holder;
      household: Household;
      compiled: Compiled;
      at: SiteAddress;
      origin: string;
      /** The image for link previews; null behind a password. */
      card: string | null;
      /** The database's time when it was found. */
      now: Date;
      isUsedUp: boolean;
    }
  | { open: false; holder: Holder | null; notice: NoticeKind };

/** Finds what a link opens on a site; nothing is changed. */
export async function openLink(token: string, at: SiteAddress): Promise<Opened> {
  const holder = /^[\w-]{1,200}$/.test(token) ? await holderOfInvite(token) : null;
  if (!holder) return { open: false, holder, notice: "unknown" };
  const { state, actor } = holder;
  if (state === "revoked" || state === "expired") return { open: false, holder, notice: state };
  // Not read-only: a page whose facts have changed since is compiled and kept.
  return withTenant(holder.scope, async (tx, now): Promise<Opened> => {
    const [[household], site] = await Promise.all([
      readHouseholds(tx, [{ inviteId: actor.inviteId, formId: null }], true),
      siteAt(tx, actor.inviteId, at),
    ]);
    // A link on the host of somebody else's site is as unknown as a wrong one.
    if (!household || !site) return { open: false, holder, notice: "unknown" };
    if (site.status !== "published" || !site.publishedVersionId) {
      return { open: false, holder, notice: "unpublished" };
    }
    const { compiled, cardKey } = await artifactFor(
      { tx, scope: holder.scope },
      site,
      site.publishedVersionId,
    );
    const origin = siteOrigin({ ...site, customDomain: "customDomain" in at ? at.customDomain : null });
    const card = cardUrl(origin, cardKey, site.passwordHash);
    return { open: true, holder, household, compiled, at, origin, card, now, isUsedUp: state === "used_up" };
  });
}

/** The site at an address, if it is of the invite's project. */
async function siteAt(tx: Tx, inviteId: string, at: SiteAddress) {
  const [found] = await tx
    .select({ site: sites })
    .from(invites)
    .innerJoin(sites, eq(sites.projectId, invites.projectId))
    .where(
      and(
        eq(invites.id, inviteId),
        "subdomain" in at ? eq(sites.subdomain, at.subdomain) : eq(sites.customDomain, at.customDomain),
      ),
    );
  return found?.site ?? null;
}

/** A finished document with its status and Content-Security-Policy. */
export type Page = { html: string; status: number; csp: string; preload?: readonly string[] };

/** The personal page of what a link opens. */
export function drawPage(
  opened: Extract<Opened, { open: true }>,
  visit: Omit<Visit, "now" | "url" | "isUsedUp">,
  status = 200,
): Page {
  const { household, compiled, origin, card, now, isUsedUp } = opened;
  const url = `${origin}/i/${visit.token}`;
  const invitation = invitationOf(household, { ...visit, now, url, isUsedUp }, words(compiled.locale));
  const html = fill(compiled.parts, { now: now.toISOString(), origin, noindex: true, card, invitation });
  return { html, status, csp: contentSecurityPolicy(compiled.styleHashes), preload: compiled.preload };
}

/** The polite page of a refusal. */
export async function drawNotice(kind: NoticeKind): Promise<Page> {
  const { html, status, styleHashes } = await notice(kind);
  return { html, status, csp: contentSecurityPolicy(styleHashes) };
}

/** Which polite page tells of a refusal of the pipeline; null where the page itself tells it. */
export function noticeOf(error: AppError): NoticeKind | null {
  switch (error.code) {
    case "not_found":
      return "unknown";
    case "revoked":
    case "expired":
      return error.code;
    case "unavailable":
    case "rate_limited":
      return "busy";
    default:
      return null;
  }
}

/** The events that somebody of a household comes to. */
export const attendedBy = (household: Household): HouseholdEvent[] =>
  household.events.filter(({ id }) =>
    household.guests.some(({ invitations }) =>
      invitations.some(({ eventId, attendance }) => eventId === id && attendance === "attending"),
    ),
  );

/**
 * The calendar file of the events that somebody of a household comes to.
 *
 * @throws AppError not_found where there is none
 */
export function calendarOf(household: Household, url: string | null, now: Date): string {
  const events = attendedBy(household);
  if (events.length === 0) throw new AppError("not_found");
  const t = words(household.site?.locale ?? household.project.locale);
  const { name } = household.project;
  const entries = events.map(
    (event): CalendarEntry => ({
      uid: `${event.id}@eios`,
      sequence: event.version - 1,
      title: event.name === name ? name : `${event.name}, ${name}`,
      startsAt: event.startsAt,
      endsAt: event.endsAt,
      location: [event.venueName, event.address].filter(Boolean).join(", ") || null,
      description:
        [
          event.dressCode && t("mail.dressCode", { dressCode: event.dressCode }),
          url && t("calendar.open", { url }),
        ]
          .filter(Boolean)
          .join("\n") || null,
      url,
    }),
  );
  return calendarFile(name, entries, now);
}
