import { ChartNoAxesColumn, LayoutTemplate, ListChecks, type LucideIcon, Mail, Users } from "lucide-react";

export const tabs = ["overview", "guests", "invitation", "answers", "messages"] as const;
export type Tab = (typeof tabs)[number];

/** The sign of each of a project's tabs. */
export const tabIcons: Record<Tab, LucideIcon> = {
  overview: ChartNoAxesColumn,
  guests: Users,
  invitation: LayoutTemplate,
  answers: ListChecks,
  messages: Mail,
};

/** The address of a project's tab. */
export const placeOf = (projectId: string, tab: Tab = "overview") =>
  tab === "overview" ? `/dashboard/projects/${projectId}` : `/dashboard/projects/${projectId}/${tab}`;

/** The project and tab that an address shows; null outside of any. */
export function projectOf(path: string): { id: string; tab: Tab } | null {
  const [, id, rest] = /^\/dashboard\/projects\/([^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
  if (!id) return null;
  return { id, tab: tabs.find((tab) => tab === rest) ?? "overview" };
}
