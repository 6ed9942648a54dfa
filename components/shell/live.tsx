"use client";

import { createContext, type ReactNode, useContext } from "react";
import { listEvents } from "@/lib/events/contract";
import { getGuest, listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { getImport } from "@/lib/guests/import/contract";
import { listTags } from "@/lib/guests/tags/contract";
import { type LiveState, useLive } from "@/lib/http/live";
import { listInvites } from "@/lib/invites/contract";
import { countAudience } from "@/lib/messaging/audience/contract";
import { getCampaign, listCampaigns } from "@/lib/messaging/contract";
import { getReadiness } from "@/lib/messaging/readiness/contract";
import { getCampaignStats, listMessageJobs } from "@/lib/messaging/report/contract";
import { getProject, listProjects } from "@/lib/projects/contract";
import { getSubmission, listSubmissions } from "@/lib/rsvp/contract";
import { listForms } from "@/lib/rsvp/forms/contract";
import { getSceneGraph, listSites } from "@/lib/sites/contract";

const keys = (...contracts: { key: string }[]) => contracts.map(({ key }) => key);

/** What of a project each topic of its live room makes old. One connection serves the whole project. */
const stale = {
  project: keys(getProject, listProjects),
  events: keys(listEvents, getReadiness),
  guests: keys(
    ...[listGuests, getGuest, listGroups, listTags, getImport, getProject, listProjects],
    ...[countAudience, getReadiness],
  ),
  invites: keys(listInvites),
  answers: keys(listSubmissions, getSubmission, listForms, listGuests, getGuest),
  site: keys(listSites, getSceneGraph, getReadiness),
  messages: keys(listCampaigns, getCampaign, getCampaignStats, listMessageJobs, getReadiness),
};

const Context = createContext<LiveState>("connecting");

/** Whether changes arrive by themselves at this moment. */
export const useLiveState = () => useContext(Context);

/** Joins the project's live room for as long as one looks at the project. */
export function Live({ projectId, children }: { projectId: string; children: ReactNode }) {
  const state = useLive(projectId, stale);
  return <Context.Provider value={state}>{children}</Context.Provider>;
}
