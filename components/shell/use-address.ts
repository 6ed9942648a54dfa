"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

type Patch = Record<string, string | string[] | null | undefined>;

/**
 * What the address says after its question mark, and a way to change it without asking the server. Null and
 * empty values leave the address; `push` makes the change a step that Back undoes.
 */
export function useAddress() {
  const search = useSearchParams();
  const path = usePathname();
  const href = useCallback(
    (patch: Patch) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(patch)) {
        next.delete(name);
        for (const one of [value ?? []].flat()) if (one !== "") next.append(name, one);
      }
      return next.size > 0 ? `${path}?${next}` : path;
    },
    [search, path],
  );
  const set = useCallback(
    (patch: Patch, how: "push" | "replace" = "replace") => {
      if (how === "push") window.history.pushState(null, "", href(patch));
      else window.history.replaceState(null, "", href(patch));
    },
    [href],
  );
  return { search, path, href, set };
}
