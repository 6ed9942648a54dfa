"use client";

import { logout } from "@/lib/auth/contract";
import { useWrite } from "./use-contract";

/** Ends this session and leaves for the sign-in page, or the one given; what was read is forgotten with the page. */
export function useSignOut(to = "/auth/login"): () => void {
  const { mutate } = useWrite(logout, { onSuccess: () => window.location.assign(to) });
  return () => mutate({});
}
