"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type LiveState, useLive } from "@/lib/http/live";
import { getProject, listProjects } from "@/lib/projects/contract";

const project = [getProject.key, listProjects.key];

/** What of a project each topic of its live room makes old. One connection serves the whole project. */
const stale = { project };

const Context = createContext<LiveState>("connecting");

/** Whether changes arrive by themselves at this moment. */
export const useLiveState = () => useContext(Context);

/** Joins the project's live room for as long as one looks at the project. */
export function Live({ projectId, children }: { projectId: string; children: ReactNode }) {
  const state = useLive(projectId, stale);
  return <Context.Provider value={state}>{children}</Context.Provider>;
}
