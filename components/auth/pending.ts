import { useSyncExternalStore } from "react";

/** What this tab asked for: kept here and not in the address, which others read over one's shoulder and in logs. */
export type Pending = { email: string; returnTo: string | null };

const key = "sign-in";

export function rememberPending(pending: Pending): void {
  sessionStorage.setItem(key, JSON.stringify(pending));
}

export function forgetPending(): void {
  sessionStorage.removeItem(key);
}

const subscribe = () => () => {};

/** The request this tab waits for; null when there is none, undefined until the browser has been asked. */
export function usePending(): Pending | null | undefined {
  const written = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key),
    () => undefined,
  );
  return written === undefined ? undefined : written === null ? null : (JSON.parse(written) as Pending);
}
