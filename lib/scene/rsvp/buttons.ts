import type { PageContext } from "../context";
import { formatDay } from "../dates";
import { attr, html, type Markup } from "../html";
import type { Slot } from "../parts";
import { words } from "../words";
import { summaryLine } from "./done";

/**
 * What stands under the facts on the first screen: two buttons that choose for everybody (plain links to the
 * pre-filled form, which sends nothing by itself), or what was answered.
 */
export function renderAnswerButtons(slot: Extract<Slot, { slot: "answer" }>, context: PageContext): Markup {
  const t = words(slot.locale);
  const { invitation } = context;
  if (!invitation) return html`<p class="ans-note"><a href="#rsvp">${t("answer.publicShort")}</a></p>`;
  if (invitation.status === "closed") {
    return html`<p class="ans-note">${invitation.closedMessage || t("answer.closed")}</p>`;
  }
  if (!invitation.form) return html`<p class="ans-note">${t("answer.noForm")}</p>`;
  if (invitation.status === "answered") {
    const see = invitation.editable ? t("done.see") : t("done.seeOnly");
    return html`<div class="ans-said"><p>${summaryLine(invitation, slot.locale)}</p><p class="ans-note"><a href="#rsvp">${see}</a></p></div>`;
  }
  const chosen = invitation.prefill;
  const button = (answer: "yes" | "no", label: string, on: boolean) =>
    html`<a class="btn ${answer}" href="?a=${answer}#rsvp" data-all="${answer === "yes" ? "attending" : "declined"}"${attr("aria-current", on ? "true" : null)}>${label}</a>`;
  return html`<div class="ans">${button("yes", slot.yes || t("answer.yes"), chosen === "attending")}${button("no", slot.no || t("answer.no"), chosen === "declined")}</div>${
    invitation.deadline
      ? html`<p class="ans-note">${t("until", { date: formatDay(invitation.deadline, slot.timezone, slot.locale) })}</p>`
      : null
  }`;
}
