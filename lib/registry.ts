import { z } from "zod";
import * as audit from "./audit/contract";
import * as auth from "./auth/contract";
import * as sessions from "./auth/sessions/contract";
import * as entitlements from "./entitlements/contract";
import * as events from "./events/contract";
import * as contacts from "./guests/contacts/contract";
import * as guests from "./guests/contract";
import * as groups from "./guests/groups/contract";
import * as imports from "./guests/import/contract";
import * as tags from "./guests/tags/contract";
import type { Contract } from "./http/endpoint";
import * as invites from "./invites/contract";
import * as jobs from "./jobs/contract";
import * as live from "./live/contract";
import * as audience from "./messaging/audience/contract";
import * as channels from "./messaging/channels/contract";
import * as consent from "./messaging/consent/contract";
import * as messaging from "./messaging/contract";
import * as control from "./messaging/control/contract";
import * as preferences from "./messaging/preferences/contract";
import * as preview from "./messaging/preview/contract";
import * as hostQueue from "./messaging/queue/contract";
import * as readiness from "./messaging/readiness/contract";
import * as campaignReport from "./messaging/report/contract";
import * as standing from "./messaging/standing/contract";
import * as suppression from "./messaging/suppression/contract";
import * as timeline from "./messaging/timeline/contract";
import * as unknown from "./messaging/unknown/contract";
import * as unsubscribe from "./messaging/unsubscribe/contract";
import * as webhooks from "./messaging/webhooks/contract";
import * as whatsapp from "./messaging/whatsapp/contract";
import * as orgs from "./orgs/contract";
import * as doorPasses from "./orgs/door-passes/contract";
import * as joining from "./orgs/invitation/contract";
import * as keys from "./orgs/keys/contract";
import * as members from "./orgs/members/contract";
import * as platform from "./platform/contract";
import * as doctor from "./platform/doctor/contract";
import * as projects from "./projects/contract";
import * as duplicate from "./projects/duplicate/contract";
import * as rsvp from "./rsvp/contract";
import * as rsvpForms from "./rsvp/forms/contract";
import { sceneSchema } from "./scene/scene";
import * as settings from "./settings/contract";
import * as sites from "./sites/contract";
import * as outgoing from "./webhooks/contract";

/** The modules of contracts; a domain adds its line here. */
const modules = {
  orgs,
  members,
  joining,
  doorPasses,
  keys,
  sessions,
  guests,
  groups,
  tags,
  contacts,
  imports,
  events,
  auth,
  live,
  platform,
  doctor,
  projects,
  duplicate,
  jobs,
  settings,
  entitlements,
  audit,
  sites,
  invites,
  rsvp,
  rsvpForms,
  control,
  channels,
  messaging,
  campaignReport,
  hostQueue,
  audience,
  readiness,
  preview,
  standing,
  suppression,
  consent,
  preferences,
  timeline,
  unknown,
  unsubscribe,
  webhooks,
  whatsapp,
  outgoing,
};

const isContract = (value: unknown): value is Contract =>
  typeof value === "object" && value !== null && "key" in value && "scope" in value && "limit" in value;

/** Every contract of the system. Only OpenAPI and the tests read it. */
export const registry: readonly Contract[] = Object.values(modules).flatMap((module) =>
  Object.values<unknown>(module).filter(isContract),
);

/** What the modules call their contracts, `listGuests`: the names of the operations in the document. */
export const operationIds: ReadonlyMap<Contract, string> = new Map(
  Object.values(modules).flatMap((module) =>
    Object.entries<unknown>(module).flatMap(([name, value]) =>
      isContract(value) ? [[value, name] as const] : [],
    ),
  ),
);

const pascal = (name: string) => name[0]!.toUpperCase() + name.slice(1);

/**
 * The objects and word lists that modules export, by the name of their component in the document: `project` is
 * `Project`. Of two that share a name the later one carries its module's in front.
 */
export const resources: ReadonlyMap<string, z.ZodType> = (() => {
  const named = new Map<string, z.ZodType>([["Scene", sceneSchema]]);
  for (const [module, exports] of Object.entries(modules)) {
    for (const [name, value] of Object.entries<unknown>(exports)) {
      if (!(value instanceof z.ZodObject || value instanceof z.ZodEnum)) continue;
      if ([...named.values()].includes(value)) continue;
      named.set(named.has(pascal(name)) ? pascal(module) + pascal(name) : pascal(name), value);
    }
  }
  return named;
})();
