/** A JSON Schema as far as examples read it. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  required?: string[];
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  description?: string;
  title?: string;
  [key: string]: unknown;
};

const id = "0198c1f0-7c1e-7a52-9d3b-5e0f4a6b7c8d";
const words: Record<string, string | number | boolean> = {
  firstName: "Maja",
  lastName: "Lindqvist",
  householdName: "The Lindqvists",
  groupName: "The Lindqvists",
  guestName: "Maja Lindqvist",
  organization: "Vance & Rossi",
  email: "maja@example.com",
  to: "ada@example.com",
  phone: "+393471234567",
  timezone: "Europe/Rome",
  locale: "en",
  language: "sv",
  country: "IT",
  currency: "EUR",
  slug: "vance-rossi",
  subdomain: "ada-and-luca",
  customDomain: "www.ada-luca.com",
  domain: "www.ada-luca.com",
  venueName: "Villa Aurelia",
  dressCode: "Summer linen",
  dietary: "No nuts",
  notes: "Sits near the band",
  label: "Anything you do not eat?",
  subject: "You are invited",
  preheader: "Saturday, 12 June 2027, Rome",
  body: "Dear {{guest.firstName|friend}},\n\nplease join us.\n\n{{invite.url}}",
  message: "We are looking forward to it",
  color: "green",
  filename: "guests.csv",
  code: "402913",
  token: "yR2kXw0dV1mZb9Q4tLs7Nw",
  cursor: "WyItY3JlYXRlZEF0IiwiMjAyNy0wMS0wMSJd",
  sort: "-createdAt",
  q: "lindqvist",
  avatarUrl: "https://example.com/ada.jpg",
  url: "https://ada-and-luca.example.site/",
  editUrl: "https://ada-and-luca.example.site/i/yR2kXw0dV1mZb9Q4tLs7Nw",
  returnTo: "/dashboard",
  userAgent: "Mozilla/5.0",
  question: "Anything you do not eat?",
  title: "Call the florist",
  html: "<!doctype html><title>You are invited</title>",
  text: "You are invited",
  progress: 40,
  limit: 50,
  total: 1,
  version: 3,
  number: 3,
};
const names: Record<string, string> = {
  Projects: "Ada & Luca",
  Organizations: "Vance & Rossi",
  Events: "Ceremony",
  Households: "The Lindqvists",
  Tags: "Family",
  RSVP: "Answers",
  Sites: "Invitation",
  Campaigns: "Invitation",
  "Sign-in": "Ada Vance",
};

/** How an example is made: what references stand for, whose endpoint it is, and how much of it. */
export type Making = { defs: Record<string, JsonSchema>; tag: string; only?: "required" };

/**
 * An example of a schema that says something: values by the field's name first, by its type where the name is not
 * known. Optional fields are left out with `only: "required"`, and so are those whose words would contradict others.
 */
export function exampleOf(schema: JsonSchema, making: Making, name = "", depth = 0): unknown {
  if (schema.examples) return (schema.examples as unknown[])[0];
  if (schema.$ref) return exampleOf(making.defs[schema.$ref.split("/").at(-1)!] ?? {}, making, name, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = (schema.anyOf ?? schema.oneOf)?.find((one) => one.type !== "null");
  if (branch) return exampleOf(branch, making, name, depth);
  if (schema.allOf) return exampleOf(Object.assign({}, ...schema.allOf), making, name, depth);
  if (schema.type === "null") return null;
  const type = [schema.type].flat().find((one) => one !== "null");
  switch (type) {
    case "object": {
      const required = new Set(schema.required ?? []);
      const kept = Object.entries(schema.properties ?? {}).filter(
        ([key]) => required.has(key) || (making.only !== "required" && depth < 4),
      );
      return Object.fromEntries(kept.map(([key, value]) => [key, exampleOf(value, making, key, depth + 1)]));
    }
    case "array": {
      const count = Math.max(schema.minItems ?? 0, making.only === "required" || depth > 4 ? 0 : 1);
      return Array.from({ length: count }, () =>
        exampleOf(schema.items ?? {}, making, name.replace(/s$/, ""), depth + 1),
      );
    }
    case "integer":
    case "number": {
      const known = words[name];
      const value = typeof known === "number" ? known : Math.max(1, schema.minimum ?? 1);
      return Math.min(Math.max(value, schema.minimum ?? value), schema.maximum ?? value);
    }
    case "boolean":
      return /^is|^has|enabled|allow/.test(name);
    case "string":
      return text(schema, name, making.tag);
    default:
      return {};
  }
}

function text(schema: JsonSchema, name: string, tag: string): string {
  if (schema.format === "uuid" || /Id$/.test(name)) return id;
  if (schema.format === "date-time" || /(At|Deadline)$/.test(name) || /^(at|since|until)$/.test(name))
    return "2027-06-12T13:00:00.000Z";
  if (schema.format === "date" || /Date$/.test(name)) return "2027-06-12";
  if (schema.format === "binary") return "First name,Email\nMaja,maja@example.com\n";
  if (schema.format === "email") return "maja@example.com";
  const known =
    name === "name"
      ? names[tag]
      : name === "address"
        ? tag === "Events"
          ? "Largo di Porta San Pancrazio 1, Rome"
          : "maja@example.com"
        : words[name];
  if (known !== undefined) return String(known).slice(0, schema.maxLength);
  if (schema.format === "uri") return "https://example.com";
  return "sample".padEnd(schema.minLength ?? 0, "e");
}
