import type { Role } from "@/db/schema/organizations";

const read = [
  "org:read",
  "members:read",
  "projects:read",
  "events:read",
  "guests:read",
  "invites:read",
  "rsvp:read",
  "sites:read",
  "campaigns:read",
  "live:read",
  "settings:read",
  "jobs:read",
] as const;
const edit = [
  "projects:write",
  "events:write",
  "guests:write",
  "invites:write",
  "rsvp:write",
  "sites:write",
  "sites:publish",
  "campaigns:write",
  "campaigns:approve",
  "settings:write",
  "jobs:write",
] as const;
const administer = ["org:write", "members:write", "projects:delete", "audit:read"] as const;

export type Permission = (typeof read)[number] | (typeof edit)[number] | (typeof administer)[number];

// Door staff see the check-in screens alone; those come with their own permissions.
const granted: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set([...read, ...edit, ...administer]),
  admin: new Set([...read, ...edit, ...administer]),
  editor: new Set([...read, ...edit]),
  viewer: new Set(read),
  door_supervisor: new Set(),
  door: new Set(),
};

/** Whether a role holds a permission: the one table of who may do what. */
export const can = (role: Role, permission: Permission): boolean => granted[role].has(permission);
