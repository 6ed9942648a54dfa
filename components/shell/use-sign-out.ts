"use client";

import { logout } from "@/lib/auth/contract";
import { useWrite } from "./use-contract";

/** Ends this session and leaves for the sign-in page; what was read is forgotten with the page. */
export function useSignOut(): () => void {
  const { mutate } = useWrite(logout, { onSuccess: () => window.location.assign("/auth/login") });
  return () => mutate({});
}
