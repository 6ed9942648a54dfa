"use client";

import { createContext, type ReactNode, useContext } from "react";
import { getMe } from "@/lib/auth/contract";
import type { Output } from "@/lib/http/endpoint";
import { useRead } from "./use-contract";

export type Person = Output<typeof getMe>;
export type Membership = Person["memberships"][number];
export type Permission = Membership["permissions"][number];

const Context = createContext<Person | null>(null);

/** Who is signed in, for every page below; follows what changes while the page is open. */
export function PersonProvider({ person, children }: { person: Person; children: ReactNode }) {
  const { data = person } = useRead(getMe, {});
  return <Context.Provider value={data}>{children}</Context.Provider>;
}

/** Who is signed in, and their memberships. */
export function usePerson(): Person {
  const person = useContext(Context);
  if (!person) throw new Error("usePerson stands outside of the dashboard.");
  return person;
}

/** Whether one holds a permission in an organization; in any of one's own where none is named. */
export function useMay(permission: Permission, organizationId: string | null | undefined): boolean {
  return usePerson().memberships.some(
    (one) =>
      (!organizationId || one.organizationId === organizationId) && one.permissions.includes(permission),
  );
}

/** Whether one may change things in an organization; viewers read. */
export function useMayEdit(organizationId: string | undefined): boolean {
  const may = useMay("projects:write", organizationId);
  return organizationId !== undefined && may;
}
