import { formatMoment } from "@/lib/scene/dates";
import { householdName } from "@/lib/scene/fields";
import { askedOf } from "../household/policy";
import { deadlineOf } from "../page/policy";
import { attendedBy } from "../page/queries";
import { words } from "../words/policy";
import { type Confirmation, inWords, type Recipient } from "./queries";

/** One event with what everybody said of it, or the answers to the questions of one person. */
export type Block = { key: string; title: string; details: string[]; lines: string[] };

/** What a confirmation says, before it is set: the same for both parts of the mail. */
export type Letter = {
  subject: string;
  occasion: string;
  hello: string;
  thanks: string;
  blocks: Block[];
  link: { url: string; label: string; until: string | null } | null;
  calendar: string | null;
  own: string;
};

/** The words of a confirmation to one of its recipients. */
export function letterOf(confirmation: Confirmation, to: Recipient, locale: string): Letter {
  const { household, responses, message, url, submittedAt } = confirmation;
  const t = words(locale);
  const said = responses.flatMap(({ attendance }) => Object.values(attendance));
  const best =
    (["attending", "waitlisted", "maybe"] as const).find((one) => said.includes(one)) ?? "declined";
  const thanks = {
    attending: t("mail.thanksComing"),
    waitlisted: t("mail.thanksWaiting"),
    maybe: t("mail.thanksMaybe"),
    declined: t("mail.thanksDeclined"),
  };
  const occasion = household.project.name;
  const editable = household.form?.allowEdits !== false;
  const deadline = deadlineOf(household, submittedAt);
  const timezone = household.project.timezone;
  return {
    subject: t("mail.subject", { coming: best === "attending" ? "yes" : "no", occasion }),
    occasion,
    hello: t("mail.hello", {
      name: to.firstName || householdName(household.group, household.guests, locale),
    }),
    thanks: household.form?.confirmationMessage || thanks[best],
    blocks: [
      ...eventBlocks(confirmation, locale),
      ...answerBlocks(confirmation, locale),
      ...note(message, locale),
    ],
    link:
      url === null
        ? null
        : {
            url,
            label: editable ? t("mail.change") : t("mail.see"),
            until:
              editable && deadline
                ? t("mail.until", { date: formatMoment(deadline, timezone, locale) })
                : null,
          },
    calendar: url !== null && attendedBy(household).length > 0 ? `${url}/calendar.ics` : null,
    own: t("mail.own"),
  };
}

const note = (message: string | null, locale: string): Block[] =>
  message ? [{ key: "note", title: words(locale)("mail.message"), details: [], lines: [message] }] : [];

function eventBlocks({ household, responses }: Confirmation, locale: string): Block[] {
  const t = words(locale);
  return askedOf(household).flatMap((event) => {
    const lines = responses.flatMap(({ firstName, lastName, attendance }) => {
      const answer = attendance[event.id];
      const name = [firstName, lastName].filter(Boolean).join(" ");
      return answer ? [t("mail.said", { name, answer: t(`mail.${answer}`) })] : [];
    });
    const details = [
      formatMoment(event.startsAt, event.timezone, locale),
      [event.venueName, event.address].filter(Boolean).join(", "),
      event.dressCode ? t("mail.dressCode", { dressCode: event.dressCode }) : "",
    ].filter(Boolean);
    return lines.length > 0 ? [{ key: event.id, title: event.name, details, lines }] : [];
  });
}

function answerBlocks({ household, responses }: Confirmation, locale: string): Block[] {
  const t = words(locale);
  const short = { yes: t("mail.yes"), no: t("mail.no") };
  const linesOf = (answers: Confirmation["responses"][number]["answers"], ofGuest: boolean) =>
    (household.form?.questions ?? []).flatMap((question) => {
      const value = answers[question.id];
      if (value === undefined || question.perGuest !== ofGuest) return [];
      const said = inWords(question, value, short);
      const asks = /[?!.:]$/.test(question.label);
      return [asks ? `${question.label} ${said}` : t("mail.said", { name: question.label, answer: said })];
    });
  const blocks = responses.map(({ guestId, firstName, lastName, answers }) => ({
    key: guestId,
    title: [firstName, lastName].filter(Boolean).join(" "),
    details: [],
    lines: linesOf(answers, true),
  }));
  const shared = responses.flatMap(({ answers }) => linesOf(answers, false));
  return [...blocks, { key: "shared", title: t("mail.shared"), details: [], lines: shared }].filter(
    ({ lines }) => lines.length > 0,
  );
}

/** The plain-text part. */
export function plain(
  { occasion, hello, thanks, blocks, link, calendar, own }: Letter,
  locale: string,
): string {
  return [
    occasion,
    hello,
    thanks,
    ...blocks.map(({ title, details, lines }) => [title, ...details, ...lines].join("\n")),
    ...(link ? [[`${link.label}:`, link.url, ...(link.until ? [link.until] : [])].join("\n")] : []),
    ...(calendar ? [`${words(locale)("mail.calendar")}:\n${calendar}`] : []),
    ...(link ? [own] : []),
  ].join("\n\n");
}
