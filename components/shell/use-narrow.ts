"use client";

import { useSyncExternalStore } from "react";

const query = "(width < 48rem)";

/** Whether the screen is narrower than 768 px; false on the server, whose layout CSS decides. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}
