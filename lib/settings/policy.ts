import { z } from "zod";
import { locale, timezone } from "@/lib/http/fields";

/** From the widest to the narrowest; the narrowest that says something counts, unless a wider one is locked. */
export const settingScopes = ["platform", "plan", "organization", "project", "event", "user"] as const;
export type SettingScope = (typeof settingScopes)[number];

const define = <T extends z.ZodType>(definition: {
  schema: T;
  default: z.output<T>;
  scopes: readonly SettingScope[];
  lockable: boolean;
  description: string;
}) => definition;

/** An origin as browsers send it; without TLS on this machine only. */
const isOrigin = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.origin !== text || text.includes("*")) return false;
  return (
    url.protocol === "https:" || (url.protocol === "http:" && /^(localhost|127\.0\.0\.1)$/.test(url.hostname))
  );
};

/** Every setting there is. Each has a reader in the product; the reader is named beside it. */
export const definitions = {
  // lib/messaging/approval
  "campaigns.secondApprover": define({
    schema: z.boolean("is neither true nor false"),
    default: false,
    scopes: ["platform", "plan", "organization", "project"],
    lockable: true,
    description: "A message needs a second person to approve it: whoever wrote it last cannot send it alone.",
  }),
  // lib/messaging/audience
  "campaigns.consentForNorthAmerica": define({
    schema: z.boolean("is neither true nor false"),
    default: true,
    scopes: ["platform", "plan", "organization", "project"],
    lockable: true,
    description:
      "An SMS goes to a number that begins with +1 only where the guest allowed it, or has answered by themselves.",
  }),
  // lib/events, lib/rsvp/forms
  "answers.graceHours": define({
    schema: z
      .int("is not a whole number of hours")
      .min(0, "is less than 0 hours")
      .max(720, "is more than 720 hours"),
    default: 0,
    scopes: ["platform", "organization", "project"],
    lockable: true,
    description: "Hours after the deadline in which answers still count, for new events and forms.",
  }),
  // lib/events
  "events.waitlist": define({
    schema: z.boolean("is neither true nor false"),
    default: false,
    scopes: ["platform", "plan", "organization", "project"],
    lockable: true,
    description: "New events with a capacity keep a waitlist once they are full.",
  }),
  // lib/rsvp/confirmation
  "confirmations.send": define({
    schema: z.boolean("is neither true nor false"),
    default: true,
    scopes: ["platform", "plan", "organization", "project"],
    lockable: true,
    description: "Guests get a mail that confirms what they answered.",
  }),
  // lib/tenancy/origins
  "api.origins": define({
    schema: z
      .array(
        z.string("is not text").max(260).refine(isOrigin, "is not an origin such as https://www.example.com"),
      )
      .max(20, "are more than 20")
      .transform((origins) => [...new Set(origins)]),
    default: [],
    scopes: ["organization"],
    lockable: false,
    description: "Origins whose pages may call with the organization's API keys.",
  }),
  // lib/projects
  "projects.timezone": define({
    schema: timezone,
    default: "UTC",
    scopes: ["platform", "organization", "user"],
    lockable: true,
    description: "The time zone of new projects.",
  }),
  "projects.locale": define({
    schema: locale,
    default: "en",
    scopes: ["platform", "organization", "user"],
    lockable: true,
    description: "The language of new projects.",
  }),
  "projects.country": define({
    schema: z.string("is not text").regex(/^[A-Z]{2}$/, "is not a country code such as IT"),
    default: "US",
    scopes: ["platform", "organization", "user"],
    lockable: true,
    description: "The country of new projects: phone numbers without a prefix belong to it.",
  }),
};

export type SettingKey = keyof typeof definitions;
export type SettingValue<K extends SettingKey> = z.output<(typeof definitions)[K]["schema"]>;
export const settingKeys = Object.keys(definitions) as [SettingKey, ...SettingKey[]];

/** What one scope says of a setting. */
export type Said = {
  scope: SettingScope;
  value: unknown;
  locked: boolean;
  setBy: { id: string | null; name: string | null } | null;
  setAt: Date | null;
};

export type Resolved = {
  value: unknown;
  from: SettingScope | "default";
  locked: boolean;
  setBy: Said["setBy"];
  setAt: Date | null;
};

/**
 * What counts of all that was said: the widest locked word, else the narrowest. A value that no longer fits its
 * definition (one of an older release) is as good as unsaid.
 */
export function resolve(key: SettingKey, said: readonly Said[]): Resolved {
  const definition = definitions[key];
  const words = said
    .filter(
      ({ scope, value }) => definition.scopes.includes(scope) && definition.schema.safeParse(value).success,
    )
    .sort((a, b) => settingScopes.indexOf(a.scope) - settingScopes.indexOf(b.scope));
  const lock = words.find(({ locked }) => locked);
  const word = lock ?? words.at(-1);
  if (!word) return { value: definition.default, from: "default", locked: false, setBy: null, setAt: null };
  const { value, scope, setBy, setAt } = word;
  return { value, from: scope, locked: lock !== undefined, setBy, setAt };
}

/** Whether a scope lies wider than another, so that its lock binds it. */
export const isAbove = (scope: SettingScope, other: SettingScope): boolean =>
  settingScopes.indexOf(scope) < settingScopes.indexOf(other);
