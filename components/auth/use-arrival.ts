import { useEffect } from "react";
import { getMe } from "@/lib/auth/contract";
import { ownPath } from "@/lib/auth/policy";
import { client } from "@/lib/http/client";
import { forgetPending } from "./pending";

/** Leaves for the page that was asked for, with a whole load: the session is new to everything. */
export function arrive(returnTo: string | null | undefined): void {
  forgetPending();
  window.location.replace(ownPath(returnTo) ?? "/dashboard");
}

/** While the code is awaited: when one comes back to this tab and the link was pressed in another, goes on. */
export function useArrivalElsewhere(returnTo: string | null | undefined, isWaiting: boolean): void {
  useEffect(() => {
    if (!isWaiting) return;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      client(getMe, {}).then(
        () => arrive(returnTo),
        () => {},
      );
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [returnTo, isWaiting]);
}
