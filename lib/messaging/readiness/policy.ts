import type { FieldName } from "@/lib/scene/fields";
import type { Audience, Exclusion } from "../audience/contract";
import type { mailWords } from "../mail/words";
import { MANY_SEGMENTS } from "../sms/policy";
import { type Asked, overTier, TIERS } from "../standing/policy";
import type { Check as Shown } from "./contract";

/** A check of the words of one channel. */
export type Check = Omit<Shown, "step">;

/** What is known of a campaign when it is held against the list of what a mail needs. */
export type Findings = {
  now: Date;
  /** Whether anybody would send a text message, and how an SMS travels; null for a mail. */
  text: { isSetUp: boolean; parts: { encoding: string; segments: number; characters: number } | null } | null;
  /** Of WhatsApp: what is known of the chosen template, and which of its variables are not filled. */
  template: { name: string; category: string; status: string | null; missing: string[] } | null;
  audience: { total: number; matched: number; excluded: { reason: Exclusion; count: number }[] };
  chosen: Audience;
  site: { published: boolean; address: string } | null;
  form: "early" | "open" | "late" | null;
  subject: string | null;
  unknownFields: string[];
  emptyFields: { field: FieldName; count: number }[];
  hasLink: boolean;
  hasUnsubscribe: boolean;
  /** Recipients whose own link has run out. */
  expiredLinks: number;
  links: { total: number; unpublished: string[] };
  bytes: number;
  sender: { local: boolean; address: string };
  scheduledAt: Date | null;
  /** Of one that is sent by itself: when it would run first. */
  automation: { first: Date | null | "no_date" } | null;
  /** Recipients of a first text message who have not allowed it. */
  unasked: number;
};

const KILOBYTE = 1_024;
/** Gmail clips what is longer; the guest would not see the link to unsubscribe. */
const CLIPPED = 102 * KILOBYTE;
const LARGE = 80 * KILOBYTE;

type Words = ReturnType<typeof mailWords>;
const list = (items: string[]) => new Intl.ListFormat("en", { type: "conjunction" }).format(items);

/** Holds a campaign against the list. A failed check has to be put right before the campaign can be approved. */
export function checksOf(found: Findings, t: Words): Check[] {
  const make = (
    key: Check["key"],
    status: Check["status"],
    message: string,
    fix: string | null = null,
  ): Check => ({
    key,
    status,
    message,
    fix,
  });
  const say = t as (key: string, values?: Record<string, string | number>) => string;
  const pass = (key: Check["key"], values = {}) => make(key, "pass", say(`readiness.${key}.pass`, values));
  const found_ = (
    key: Check["key"],
    status: "warn" | "fail",
    word: string,
    values: Record<string, string | number>,
    fix = "fix",
  ) => make(key, status, say(`readiness.${key}.${word}`, values), say(`readiness.${key}.${fix}`));

  const { audience, site, form, subject, unknownFields, emptyFields, links, sender } = found;
  const kilobytes = Math.ceil(found.bytes / KILOBYTE);
  const left = audience.matched - audience.total;

  const fields = () => {
    if (unknownFields.length > 0) {
      return found_(
        "fields",
        "fail",
        "unknown",
        { fields: list(unknownFields), count: unknownFields.length },
        "fixUnknown",
      );
    }
    if (emptyFields.length === 0) return pass("fields");
    const names = emptyFields.map(({ field }) => `{{${field}}}`);
    const count = Math.max(...emptyFields.map((one) => one.count));
    return found_("fields", "fail", "empty", { fields: list(names), count }, "fixEmpty");
  };
  const answers = () => {
    if (form === null) return found_("form", "fail", "fail", {});
    if (form === "open") return pass("form");
    return found_("form", "warn", form === "late" ? "warn" : "early", {}, "fixDates");
  };
  const size = () => {
    if (found.bytes > CLIPPED) return found_("size", "fail", "fail", { kilobytes });
    if (found.bytes > LARGE) return found_("size", "warn", "warn", { kilobytes });
    return pass("size", { kilobytes });
  };
  const personalLink = () => {
    if (!found.hasLink) return make("link", "fail", say("readiness.link.fail"));
    if (found.expiredLinks === 0) return pass("link");
    return found_("link", "warn", "warn", { count: found.expiredLinks });
  };
  const excluded = () => {
    if (left === 0) return pass("excluded");
    const reasons = audience.excluded.map(({ reason, count }) => `${count} ${say(`audience.${reason}`)}`);
    return found_("excluded", "warn", "warn", { count: left, reasons: reasons.join(", ") });
  };
  const schedule = () => {
    if (found.automation) {
      const { first } = found.automation;
      if (first === "no_date") return found_("schedule", "fail", "noDate", {}, "fixNoDate");
      return first ? pass("schedule") : found_("schedule", "fail", "over", {}, "fixOver");
    }
    if (found.scheduledAt === null) return make("schedule", "not_applicable", say("readiness.schedule.now"));
    return found.scheduledAt > found.now ? pass("schedule") : found_("schedule", "fail", "fail", {});
  };

  const checks = [
    audience.total > 0 ? pass("audience", { total: audience.total }) : found_("audience", "fail", "fail", {}),
    excluded(),
    site?.published ? pass("site", { address: site.address }) : found_("site", "fail", "fail", {}),
    answers(),
    subject?.trim() ? pass("subject") : found_("subject", "fail", "fail", {}),
    fields(),
    personalLink(),
    links.unpublished.length > 0
      ? found_("links", "fail", "fail", { links: list(links.unpublished), count: links.unpublished.length })
      : links.total > 0
        ? pass("links")
        : make("links", "not_applicable", say("readiness.links.none")),
    found.hasUnsubscribe
      ? pass("unsubscribe")
      : make("unsubscribe", "fail", say("readiness.unsubscribe.fail")),
    size(),
    sender.local
      ? make("sender", "not_applicable", say("readiness.sender.local"))
      : found_("sender", "warn", "warn", {
          sender: sender.address,
          domain: sender.address.split("@").at(-1)!,
        }),
    schedule(),
  ];
  const { text, template } = found;
  if (text === null) return checks;
  const approved = () => {
    if (template?.status == null) return found_("template", "fail", "none", {}, "fixNone");
    const { name, category, status, missing } = template;
    if (status !== "approved") return found_("template", "fail", "fail", { name, status });
    if (missing.length > 0)
      return found_(
        "template",
        "fail",
        "empty",
        { variables: list(missing), count: missing.length },
        "fixEmpty",
      );
    return pass("template", { name, category });
  };
  const parts = () =>
    text.parts!.segments > MANY_SEGMENTS
      ? found_("parts", "warn", "warn", text.parts!)
      : pass("parts", text.parts!);
  return [
    ...checks.filter(({ key }) => !onlyMails.has(key)),
    template ? approved() : parts(),
    text.isSetUp ? pass("carrier") : found_("carrier", "fail", "fail", {}),
    found.unasked === 0 ? pass("consent") : found_("consent", "warn", "warn", { count: found.unasked }),
  ];
}

/** What a text message has not: a subject, a weight, a sender's domain, a link to unsubscribe. */
const onlyMails = new Set<Check["key"]>(["subject", "size", "sender", "unsubscribe"]);

/** Checks of a step that are about its own words; the others hold for the campaign. */
export const ofWords: ReadonlySet<string> = new Set([
  ...["subject", "fields", "link", "links", "unsubscribe", "size", "sender", "parts", "template", "carrier"],
]);

/** Whether a campaign fits what its organization may send by how far it is trusted. */
export function tierCheck(asked: Asked, t: Words): Shown {
  const say = t as (key: string, values?: Record<string, string | number>) => string;
  const over = overTier(asked);
  const { sends, recipients } = TIERS[asked.tier];
  const base = { key: "tier", step: 0 } as const;
  if (over === null) return { ...base, status: "pass", message: say("readiness.tier.pass"), fix: null };
  const values = { sends, recipients, asked: asked.recipients, links: asked.otherLinks };
  return {
    ...{ ...base, status: "fail" },
    message: say(`readiness.tier.${over}`, values),
    fix: say(`readiness.tier.fix_${over}`, values),
  };
}

/** Says that nothing new leaves while the organization's campaigns hold for what came back. */
export function haltCheck(reason: "bounces" | "complaints", t: Words): Shown {
  const message = t(`readiness.halted.${reason}`);
  return { key: "halted", step: 0, status: "fail", message, fix: t("readiness.halted.fix") };
}
