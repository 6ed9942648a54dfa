import type { PageContext } from "../context";
import { html, type Markup } from "../html";
import type { Slot } from "../parts";
import { words } from "../words";
import { renderDone } from "./done";
import { renderForm } from "./form";

type RsvpSlot = Extract<Slot, { slot: "rsvp" }>;

/** The RSVP section's changing part: the form, the thanks, the closed sentence, or the way to one's own link. */
export function renderRsvp(slot: RsvpSlot, context: PageContext): Markup {
  const t = words(slot.locale);
  const { invitation } = context;
  if (!invitation) return html`<p class="say">${t("answer.public")}</p>`;
  const saidBefore = invitation.existing && invitation.existing.responses.length > 0;
  if (invitation.status === "closed") {
    const sentence = html`<p class="say">${invitation.closedMessage || t("answer.closed")}</p>`;
    return saidBefore ? html`${sentence}${renderDone(slot, invitation, null)}` : sentence;
  }
  if (!invitation.form) return html`<p class="say">${t("answer.noForm")}</p>`;
  const refused = (invitation.errors?.length ?? 0) > 0;
  if (invitation.status === "answered" && saidBefore && !refused) {
    return renderDone(
      slot,
      invitation,
      invitation.editable ? renderForm(slot, invitation, invitation.form) : null,
    );
  }
  return renderForm(slot, invitation, invitation.form);
}
