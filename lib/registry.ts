import * as audit from "./audit/contract";
import * as auth from "./auth/contract";
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
import * as messaging from "./messaging/contract";
import * as preview from "./messaging/preview/contract";
import * as readiness from "./messaging/readiness/contract";
import * as suppression from "./messaging/suppression/contract";
import * as unsubscribe from "./messaging/unsubscribe/contract";
import * as webhooks from "./messaging/webhooks/contract";
import * as orgs from "./orgs/contract";
import * as platform from "./platform/contract";
import * as projects from "./projects/contract";
import * as duplicate from "./projects/duplicate/contract";
import * as rsvp from "./rsvp/contract";
import * as rsvpForms from "./rsvp/forms/contract";
import * as settings from "./settings/contract";
import * as sites from "./sites/contract";

const isContract = (value: unknown): value is Contract =>
  typeof value === "object" && value !== null && "key" in value && "scope" in value && "limit" in value;

/** Every contract of the system. Only OpenAPI and the tests read it; a domain adds its module here. */
export const registry: readonly Contract[] = [
  orgs,
  guests,
  groups,
  tags,
  contacts,
  imports,
  events,
  auth,
  live,
  platform,
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
  messaging,
  audience,
  readiness,
  preview,
  suppression,
  unsubscribe,
  webhooks,
].flatMap((module) => Object.values<unknown>(module).filter(isContract));
