import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Contract } from "@/lib/http/endpoint";
import { instantiate } from "@/lib/scene/instantiate";

type Ids = Record<string, string>;
type Schema = {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minimum?: number;
};

/** Bodies whose rules a schema cannot say. */
const written: Record<string, (ids: Ids) => unknown> = {
  "POST /auth/verify": () => ({ email: "ida@example.com", code: "000000" }),
  "POST /projects/{id}/guests/import": () => {
    const form = new FormData();
    form.set(
      "file",
      new File(["First Name,Email\nIda,ida@example.com\n"], "guests.csv", { type: "text/csv" }),
    );
    return form;
  },
  "POST /settings/values": (ids) => ({
    key: "events.waitlist",
    scope: "organization",
    scopeId: ids.organization,
    value: true,
  }),
  "POST /admin/plans": () => ({ key: `s-${uuidv7().slice(-12)}`, name: "Small", listed: false }),
  "PUT /admin/organizations/{id}/plan": () => ({ planKey: null }),
  "PUT /admin/organizations/{id}/standing": () => ({ tier: "trusted", reason: "A known planner" }),
  "POST /orgs/{id}/transfer": (ids) => ({ memberId: ids.colleague }),
  "POST /guests/{id}/contacts": () => ({ kind: "email", value: "ida@example.com" }),
  "PUT /contacts/{id}": () => ({ kind: "email", value: "ida@example.com" }),
  "POST /sites/validate-custom-domain": () => ({ domain: "www.ada-luca.com" }),
  "PUT /sites/{id}/versions/{versionId}/scene-graph": () => ({
    sceneGraph: instantiate("letterpress", { newId: uuidv7, locale: "en" }),
  }),
  "POST /guests/{id}/consents": () => ({ channel: "email", note: "said so at the door" }),
  "POST /guests/{id}/consents/withdraw": () => ({ channel: "sms" }),
  "POST /projects/{id}/invites": (ids) => ({ guestId: ids.guest }),
};

/** Queries that a contract cannot do without. */
const asked: Record<string, (ids: Ids) => string> = {
  "GET /projects/{id}/campaigns/readiness": (ids) => `?campaignId=${ids.campaign}`,
  "GET /settings/values": (ids) => `?scope=organization&scopeId=${ids.organization}`,
  "DELETE /settings/values": (ids) => `?scope=organization&scopeId=${ids.organization}&key=events.waitlist`,
};

/** The least that a contract's query takes. */
export function queryFor(contract: Contract, ids: Ids): string {
  const rule = contract.scope;
  if (rule.by === "query") return `?${rule.field}=${ids[rule.kind]}`;
  return asked[contract.key]?.(ids) ?? "";
}

/** The least that a contract's body takes, so that a refusal is about the caller and not about the body. */
export function bodyFor(contract: Contract, ids: Ids): unknown {
  if (written[contract.key]) return written[contract.key]!(ids);
  if (!contract.body || contract.media !== "json") return undefined;
  const schema = z.toJSONSchema(contract.body, { io: "input", unrepresentable: "any" }) as Schema;
  const body = sample(schema, "") as Record<string, unknown>;
  for (const [name, value] of Object.entries(body)) {
    const kind = /^(\w+)Id$/.exec(name)?.[1];
    if (kind && ids[kind] && typeof value === "string") body[name] = ids[kind];
  }
  return body;
}

function sample(schema: Schema, name: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0]!, name);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, key)]),
      );
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, name));
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return true;
    default:
      return text(schema.format, name);
  }
}

function text(format: string | undefined, name: string): string {
  if (/email/i.test(name)) return "ida@example.com";
  if (name === "url") return "https://hooks.sample-wedding.com/";
  if (name === "subdomain") return `s-${uuidv7().slice(-12)}`;
  if (/timezone/i.test(name)) return "Europe/Rome";
  if (/address/i.test(name)) return "ida@example.com";
  if (format === "date-time" || /At$/.test(name)) return "2027-06-12T13:00:00Z";
  if (format === "uuid" || /Id$/.test(name)) return "0198c1f0-0000-7000-8000-000000000000";
  if (format === "date") return "2027-06-12";
  if (format === "uri") return "https://example.com";
  return "sample";
}
