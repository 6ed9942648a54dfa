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
const administer = [
  "org:write",
  "members:write",
  "projects:delete",
  "audit:read",
  "webhooks:read",
  "webhooks:write",
  "keys:read",
  "keys:write",
] as const;
const own = ["org:transfer"] as const;

/** Every permission there is; an owner holds them all. */
export const permissions = [...read, ...edit, ...administer, ...own] as const;
export type Permission = (typeof permissions)[number];

// Door staff see the check-in screens alone; those come with their own permissions.
const granted: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(permissions),
  admin: new Set([...read, ...edit, ...administer]),
  editor: new Set([...read, ...edit]),
  viewer: new Set(read),
  door_supervisor: new Set(),
  door: new Set(),
};

/** What a role holds: the one table of who may do what. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => granted[role];

/** Whether a role holds a permission. */
export const can = (role: Role, permission: Permission): boolean => granted[role].has(permission);
