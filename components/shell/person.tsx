"use client";

import { createContext, type ReactNode, useContext } from "react";
import { getMe } from "@/lib/auth/contract";
import type { Output } from "@/lib/http/endpoint";
import { useRead } from "./use-contract";

export type Person = Output<typeof getMe>;
export type Role = Person["memberships"][number]["role"];

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

/** Whether one may change things in an organization; viewers read. */
export function useMayEdit(organizationId: string | undefined): boolean {
  const role = usePerson().memberships.find((one) => one.organizationId === organizationId)?.role;
  return role === "owner" || role === "admin" || role === "editor";
}
