import type { Invitation, PageContext } from "./context";
import { dayIn } from "./facts";
import { type FieldName, householdName, resolveField } from "./fields";
import { escapeHtml, html, safeHref } from "./html";
import type { Condition, Part, Slot } from "./parts";
import { renderAnswerButtons } from "./rsvp/buttons";
import { renderRsvp } from "./rsvp/panel";
import { words } from "./words";

type Look = {
  context: PageContext;
  invitation: Invitation | null;
  invited: ReadonlySet<string> | null;
};

function look(context: PageContext): Look {
  const { invitation } = context;
  const invited = invitation ? new Set(invitation.guests.flatMap((guest) => guest.eventIds)) : null;
  return { context, invitation, invited };
}

function fieldValue(field: FieldName, invitation: Invitation | null, locale: string): string | null {
  if (!invitation) return null;
  const { household, guests } = invitation;
  if (field === "household.name") return householdName(household, guests, locale) || null;
  const values = { project: null, event: null, guest: guests[0] ?? null, household, invite: invitation };
  return resolveField(field, values, locale);
}

function holds(is: Condition, { context, invitation, invited }: Look): boolean {
  if ("invited" in is) return invited ? invited.has(is.invited) : is.public;
  if ("personal" in is) return is.personal === (invitation !== null);
  if ("known" in is) return is.known.every((field) => fieldValue(field, invitation, "en") !== null);
  if ("longName" in is) return (fieldValue("household.name", invitation, "en") ?? "").length > is.longName;
  return Boolean(context.noindex) || invitation !== null;
}

function resolve(slot: Slot, view: Look): string {
  switch (slot.slot) {
    case "field":
      return escapeHtml(fieldValue(slot.field, view.invitation, slot.locale) ?? slot.fallback);
    case "when":
      return holds(slot.is, view) ? run(slot.parts, view) : "";
    case "main": {
      const id = slot.order.find((event) => !view.invited || view.invited.has(event));
      return run(id === undefined ? slot.none : (slot.cases[id] ?? slot.none), view);
    }
    case "days": {
      const count = daysUntil(slot.at, view.context.now, slot.timezone);
      return html`<b>${count}</b> <span>${words(slot.locale)("daysLabel", { count })}</span>`.value;
    }
    case "beacon": {
      const url = view.invitation?.beaconUrl;
      return url ? html`<span hidden data-beacon="${safeHref(url)}"></span>`.value : "";
    }
    case "card":
      return view.context.card ? cardTags(view.context.card, view.context.origin, slot.alt) : "";
    case "answer":
      return renderAnswerButtons(slot, view.context).value;
    case "rsvp":
      return renderRsvp(slot, view.context).value;
  }
}

/** What chats and networks draw a link with; the address of a personal page is told to none of them. */
const cardTags = (card: string, origin: string, alt: string): string =>
  html`<meta property="og:url" content="${origin}/"><meta property="og:image" content="${card}"><meta property="og:image:type" content="image/png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="${alt}"><meta name="twitter:card" content="summary_large_image">`
    .value;

function run(parts: readonly Part[], view: Look): string {
  let out = "";
  for (const part of parts) out += typeof part === "string" ? part : resolve(part, view);
  return out;
}

/** Whole days from one calendar day to another in a time zone; 0 once it has come. */
function daysUntil(at: string, now: string, timezone: string): number {
  const days = (Date.parse(dayIn(at, timezone)) - Date.parse(dayIn(now, timezone))) / 86_400_000;
  return Math.max(0, Math.round(days));
}

/**
 * The finished HTML document for whoever looks: one loop over the parts. Everything that comes from the context is
 * escaped; the same parts and context always give the same bytes.
 */
export function fill(parts: readonly Part[], context: PageContext): string {
  return run(parts, look(context));
}

/**
 * The Content-Security-Policy of a guest page (CSP Level 3): our own script and fonts, the page's own style by its
 * hash, nothing else. `hashes` are `Compiled.styleHashes`.
 */
export function contentSecurityPolicy(hashes: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${hashes.map((hash) => `'${hash}'`).join(" ") || "'none'"}`,
    "script-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}
