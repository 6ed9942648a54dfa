import { type AnswerForm, type AnswerQuestion, type Asked, inOrder, whoIsAsked } from "../answer-form";
import type { Invitation } from "../context";
import { fullName } from "../fields";
import { attr, flag, html, Markup } from "../html";
import type { EventWords, Slot } from "../parts";
import { words } from "../words";
import { choice, described, problem, renderQuestion } from "./question";
import { type FormValues, formValues } from "./values";

type RsvpSlot = Extract<Slot, { slot: "rsvp" }>;
type View = { slot: RsvpSlot; invitation: Invitation; form: AnswerForm; values: FormValues; asked: Asked[] };

/** How many events have a class of their own in the stylesheet (`e0` … `e7`); beyond, any attendance counts. */
export const STYLED_EVENTS = 8;

/**
 * What hides a question: a class that CSS `:has()` reads (no attendance, no question) and, for the island, the
 * field its condition looks at. Without either it is simply shown.
 */
function conditions(question: AnswerQuestion, view: View, person: Asked | null): Markup | null {
  const at = question.eventId ? view.slot.events.findIndex(({ id }) => id === question.eventId) : -1;
  const classes = person || question.eventId ? (at >= 0 && at < STYLED_EVENTS ? `on${at}` : "on") : null;
  const condition = question.visibleIf;
  const on = condition && view.form.questions.find(({ id }) => id === condition.questionId);
  const data: Markup[] = [];
  if (classes) data.push(html` data-on="${classes}"`);
  if (condition && on) {
    const who = person?.who ?? view.invitation.guests[0]?.id;
    const field =
      on.type === "attendance"
        ? `a.${who}.${on.eventId ?? ""}`
        : on.perGuest
          ? `q.${on.id}.${who}`
          : `q.${on.id}`;
    const value = condition.value === undefined ? "" : [condition.value].flat().map(String).join("\n");
    const wanted = condition.value === true ? "yes" : condition.value === false ? "no" : value;
    data.push(html` data-if="${field}" data-op="${condition.op}"${attr("data-value", wanted || null)}`);
  }
  return data.length > 0 ? html`${data}` : null;
}

function questionsOf(view: View, person: Asked | null, about: string | null): Markup[] {
  return inOrder(view.form.questions)
    .filter(({ type, perGuest, eventId }) => {
      if (type === "attendance" || Boolean(perGuest) !== (person !== null)) return false;
      return (
        !eventId ||
        view.asked.some(({ eventIds, who }) => (!person || who === person.who) && eventIds.includes(eventId))
      );
    })
    .map((question) =>
      renderQuestion({
        question,
        name: person ? `q.${question.id}.${person.who}` : `q.${question.id}`,
        values: view.values,
        locale: view.slot.locale,
        about: view.asked.length > 1 ? about : null,
        hidden: conditions(question, view, person),
        always: person === null && !question.visibleIf && !question.eventId,
      }),
    );
}

function attendance(view: View, person: Asked, event: EventWords, name: string): Markup {
  const t = words(view.slot.locale);
  const { values, slot } = view;
  const field = `a.${person.who}.${event.id}`;
  const asked = view.form.questions.find(
    ({ type, eventId }) => type === "attendance" && (!eventId || eventId === event.id),
  );
  const offered = asked?.options?.map(({ value }) => value) ?? [];
  const alone = view.asked.filter(({ guest }) => guest).length === 1 && person.eventIds.length === 1;
  const at = slot.events.findIndex(({ id }) => id === event.id);
  const yes = alone ? slot.yes || t("answer.yes") : t("answer.short.yes");
  const no = alone ? slot.no || t("answer.no") : t("answer.short.no");
  const options = [
    { value: "attending", label: yes, kind: "yes" },
    // A "maybe" that came another way (calendar, host) is never lost by editing something else.
    ...(offered.includes("maybe") || values.has(field, "maybe")
      ? [{ value: "maybe", label: t(alone ? "answer.maybe" : "answer.short.maybe"), kind: "" }]
      : []),
    { value: "declined", label: no, kind: "no" },
  ];
  // One event needs no name beside the buttons; the page has just told it.
  const legend = person.eventIds.length > 1 || slot.events.length > 1;
  return html`<fieldset class="at${alone ? " big" : ""}"${attr("data-e", at < STYLED_EVENTS ? at : null)}${described(field, values, false)}><legend${legend ? null : new Markup(' class="vh"')}>${event.name}${legend && person.who === view.asked[0]?.who ? html` <small>${event.when}</small>` : null}<span class="vh">, ${name}</span></legend><div class="seg">${options.map((option) => choice({ type: "radio", name: field, value: option.value, label: option.label, checked: values.has(field, option.value), kind: option.kind }))}</div>${problem(field, values)}</fieldset>`;
}

function guestBlock(view: View, person: Asked): Markup {
  const { slot, values } = view;
  const name = fullName(person.guest);
  const events = slot.events.filter(({ id }) => person.eventIds.includes(id));
  const alone = view.asked.length === 1;
  return html`<fieldset class="who"${attr("data-who", person.who)}><legend${alone ? new Markup(' class="vh"') : null}>${name}</legend>${problem(`a.${person.who}`, values)}${events.map((event) => attendance(view, person, event, name))}${questionsOf(view, person, name)}</fieldset>`;
}

function plusOneBlock(view: View, person: Asked): Markup {
  const t = words(view.slot.locale);
  const { values, asked } = view;
  const guests = asked.filter(({ guest }) => guest).length;
  const title = person.who.startsWith("household+")
    ? t("answer.plusOneHousehold")
    : guests === 1
      ? t("answer.plusOneYou")
      : t("answer.plusOne", { name: person.host?.firstName ?? "" });
  const first = `p.${person.who}.first`;
  const last = `p.${person.who}.last`;
  return html`<fieldset class="who plus"${attr("data-plus", person.who)}><legend>${title}</legend><p class="hint">${t("answer.plusOneHelp")}</p><div class="two"><div class="q"><label for="${first}">${t("answer.firstName")}</label><input id="${first}" name="${first}" maxlength="100" autocomplete="off" placeholder=" " value="${values.get(first)}"${described(first, values, false)}>${problem(first, values)}</div><div class="q"><label for="${last}">${t("answer.lastName")} <small class="opt-l">${t("answer.optional")}</small></label><input id="${last}" name="${last}" maxlength="100" autocomplete="off" value="${values.get(last)}"></div></div><div class="named">${questionsOf(view, person, title)}</div></fieldset>`;
}

function everyone(view: View): Markup | null {
  const people = view.asked.filter(({ guest }) => guest);
  if (people.length * Math.max(1, ...people.map(({ eventIds }) => eventIds.length)) < 2) return null;
  const t = words(view.slot.locale);
  const { values, slot } = view;
  const family = people.length > 1;
  const yes = family ? t("answer.everyoneYes") : slot.yes || t("answer.yes");
  const no = family ? t("answer.everyoneNo") : slot.no || t("answer.no");
  return html`<fieldset class="at big all"><legend>${t("answer.question")}</legend><div class="seg">${choice({ type: "radio", name: "all", value: "attending", label: yes, checked: values.has("all", "attending"), kind: "yes" })}${choice({ type: "radio", name: "all", value: "declined", label: no, checked: values.has("all", "declined"), kind: "no" })}</div>${family ? html`<p class="hint">${t("answer.everyoneHelp")}</p>` : null}</fieldset>`;
}

function summary(view: View): Markup | null {
  const { values, slot } = view;
  if (values.errorCount === 0) return null;
  const t = words(slot.locale);
  return html`<div class="errs" role="alert" tabindex="-1" autofocus><p><b>${t("answer.problems", { count: values.errorCount })}</b></p>${values.loose.map((message) => html`<p>${message}</p>`)}</div>`;
}

const pathOf = (url: string) => url.replace(/^[a-z]+:\/\/[^/]+/i, "").replace(/[?#].*$/, "") || "/";

/** The whole household's form in one pass; it posts to the page's own path and works without JavaScript. */
export function renderForm(slot: RsvpSlot, invitation: Invitation, form: AnswerForm): Markup {
  const t = words(slot.locale);
  const values = formValues(invitation, form);
  const asked = whoIsAsked(invitation.guests, invitation.plusOnes);
  const view: View = { slot, invitation, form, values, asked };
  const revision = invitation.existing?.revision ?? 0;
  const household = questionsOf(view, null, null);
  return html`<form class="form" method="post" action="${pathOf(invitation.url)}#rsvp" data-rsvp${flag("data-refused", values.errorCount > 0)}><input type="hidden" name="revision" value="${revision}">${summary(view)}${everyone(view)}<div class="people">${asked.map((person) => (person.guest ? guestBlock(view, person) : plusOneBlock(view, person)))}</div><div class="rest">${household}<div class="q"><label for="f-message">${t("answer.message")} <small class="opt-l">${t("answer.optional")}</small></label><textarea id="f-message" name="message" rows="3" maxlength="2000"${described("message", values, false)}>
${values.get("message")}</textarea>${problem("message", values)}</div></div><p class="send"><button class="btn" type="submit">${revision > 0 ? t("answer.change") : t("answer.send")}</button></p><p class="say live" role="status" data-live data-kept="${t("answer.kept")}" data-failed="${t("answer.failed")}" data-sending="${t("answer.sending")}"></p></form>`;
}
