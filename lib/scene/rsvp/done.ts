import type { AnswerResponse } from "../answer-form";
import type { AnswerValue, Attendance } from "../answer-rules";
import type { Invitation } from "../context";
import { formatDay } from "../dates";
import { fullName } from "../fields";
import { html, Markup, safeHref } from "../html";
import type { Slot } from "../parts";
import { words } from "../words";

type RsvpSlot = Extract<Slot, { slot: "rsvp" }>;

const attendancesOf = (invitation: Invitation) =>
  (invitation.existing?.responses ?? []).map(({ attendance }) => Object.values(attendance));

/** One line that says how a household answered. */
export function summaryLine(invitation: Invitation, locale: string): string {
  const t = words(locale);
  const people = attendancesOf(invitation);
  const coming = people.filter((given) => given.includes("attending")).length;
  if (coming > 0) return people.length === 1 ? t("done.comingOne") : t("done.coming", { count: coming });
  return people.some((given) => given.includes("maybe")) ? t("done.maybe") : t("done.declined");
}

function nameOf(response: AnswerResponse, invitation: Invitation): string {
  if (response.plusOne) return fullName(response.plusOne);
  const guest = invitation.guests.find(({ id }) => id === response.guestId);
  return fullName(guest ?? null);
}

function said(value: AnswerValue, questionId: string, invitation: Invitation, locale: string): string {
  const t = words(locale);
  const options = invitation.form?.questions.find(({ id }) => id === questionId)?.options ?? [];
  const one = (given: string | number | boolean) =>
    typeof given === "boolean"
      ? t(given ? "answer.short.yes" : "answer.short.no")
      : (options.find((option) => option.value === String(given))?.label ?? String(given));
  return Array.isArray(value) ? value.map(one).join(", ") : one(value);
}

function attendanceWord(attendance: Attendance | undefined, locale: string): string {
  const t = words(locale);
  if (attendance === "attending") return t("done.attending");
  if (attendance === "maybe") return t("done.maybeOne");
  return attendance === "declined" ? t("done.declinedOne") : t("done.open");
}

function person(response: AnswerResponse, slot: RsvpSlot, invitation: Invitation): Markup {
  const guest = invitation.guests.find(({ id }) => id === response.guestId);
  const events = slot.events.filter(({ id }) =>
    guest ? guest.eventIds.includes(id) : response.attendance[id] !== undefined,
  );
  const answers = (invitation.form?.questions ?? [])
    .filter(({ id }) => response.answers[id] !== undefined)
    .map(
      (question) =>
        html`<li><i>${question.label}</i> ${said(response.answers[question.id] as AnswerValue, question.id, invitation, slot.locale)}</li>`,
    );
  return html`<li class="said"><b>${nameOf(response, invitation)}</b><ul>${events.map(({ id, name }) => {
    const attendance = response.attendance[id];
    return html`<li class="is-${attendance ?? "open"}">${slot.events.length > 1 ? html`<i>${name}</i> ` : null}${response.waiting?.includes(id) ? words(slot.locale)("done.waiting") : attendanceWord(attendance, slot.locale)}</li>`;
  })}${answers}</ul></li>`;
}

/** What a household sees once it has answered: thanks, what was said, and what is needed next. */
export function renderDone(slot: RsvpSlot, invitation: Invitation, form: Markup | null): Markup {
  const t = words(slot.locale);
  const responses = invitation.existing?.responses ?? [];
  const coming = attendancesOf(invitation).some((given) => given.some((one) => one !== "declined"));
  const events = slot.events.filter(({ id }) =>
    responses.some(({ attendance }) => attendance[id] && attendance[id] !== "declined"),
  );
  const first = invitation.guests.length === 1 ? invitation.guests[0]?.firstName : null;
  const words1 =
    invitation.confirmationMessage || (coming ? t("done.thanksComing") : t("done.thanksDeclined"));
  const maps = events.filter(
    (event, at) => event.mapUrl && events.findIndex(({ mapUrl }) => mapUrl === event.mapUrl) === at,
  );
  const next = [
    coming && invitation.calendarUrl
      ? html`<a class="btn" href="${safeHref(invitation.calendarUrl)}">${t("calendar")}</a>`
      : null,
    ...maps.map(
      (event) =>
        html`<a class="btn no" href="${safeHref(event.mapUrl ?? "#")}" rel="noreferrer">${maps.length > 1 && event.place ? t("mapOf", { place: event.place }) : t("map")}</a>`,
    ),
  ];
  return html`<div class="done" tabindex="-1" role="status"${invitation.justAnswered ? new Markup(" autofocus") : null}>${
    invitation.justAnswered && coming
      ? html`<div class="joy" aria-hidden="true">${new Markup(slot.flourish)}</div>`
      : null
  }<h3>${first ? t("done.thanks", { name: first }) : t("done.thanksNoName")}</h3><p>${words1}</p></div>${
    next.some(Boolean) ? html`<div class="next">${next}</div>` : null
  }<ul class="sum" aria-label="${t("done.yourAnswer")}">${responses.map((response) => person(response, slot, invitation))}${
    invitation.existing?.message
      ? html`<li class="said"><b>${t("done.note")}</b><p>${invitation.existing.message}</p></li>`
      : null
  }</ul>${
    form
      ? html`<details class="change"><summary>${t("done.change")}</summary>${
          invitation.deadline
            ? html`<p class="hint">${t("done.until", { date: formatDay(invitation.deadline, slot.timezone, slot.locale) })}</p>`
            : null
        }${form}</details>`
      : null
  }`;
}
