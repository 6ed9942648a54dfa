import {
  ChartNoAxesColumn,
  LayoutTemplate,
  ListChecks,
  type LucideIcon,
  Mail,
  ScrollText,
  SlidersHorizontal,
  Users,
  UsersRound,
} from "lucide-react";
import type { Permission } from "./person";

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

/** The pages of an organization, each shown to those who hold its permission there. */
export const rooms: { name: "team" | "settings" | "audit"; permission: Permission; icon: LucideIcon }[] = [
  { name: "team", permission: "members:read", icon: UsersRound },
  { name: "settings", permission: "settings:read", icon: SlidersHorizontal },
  { name: "audit", permission: "audit:read", icon: ScrollText },
];

/** The address of an organization's page; without an organization the page takes one's first. */
export const roomOf = (name: string, organizationId: string | null) =>
  organizationId ? `/dashboard/${name}?organization=${organizationId}` : `/dashboard/${name}`;
