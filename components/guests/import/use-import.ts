"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRead } from "@/components/shell/use-contract";
import { getImport, importGuests } from "@/lib/guests/import/contract";
import { client, queryKey } from "@/lib/http/client";
import type { Given } from "@/lib/http/endpoint";

export type ImportOptions = {
  file: File;
  dryRun: boolean;
  duplicates: "skip" | "update" | "keep";
  /** Column → field, or null to leave it out; only what was corrected by hand. */
  mapping: Record<string, string | null>;
};

/** Hands a file to the importer; answers as soon as it is known to be a list. */
export function useStartImport(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dryRun, duplicates, mapping }: ImportOptions) => {
      const form = new FormData();
      form.set("file", file, file.name);
      form.set("dryRun", String(dryRun));
      form.set("duplicates", duplicates);
      if (Object.keys(mapping).length > 0) form.set("mapping", JSON.stringify(mapping));
      // The client sends a form as it is; the contract's type describes its fields.
      const body = form as unknown as Given<typeof importGuests>["body"];
      return client(importGuests, { params: { id: projectId }, body });
    },
    onSuccess: (started) => queries.removeQueries({ queryKey: queryKey(getImport, reportInput(started.id)) }),
  });
}

/** How the report of an import is asked for: enough rows to look through; the rest is in the file. */
export const reportInput = (id: string) => ({ params: { id }, query: { limit: 1_000 } });

/** The report of an import, read again twice a second while it runs. */
export function useReport(id: string | null) {
  const given = reportInput(id ?? "");
  const running = (status: string | undefined) => status === "queued" || status === "running";
  const probe = useRead(getImport, given, { enabled: Boolean(id) });
  const every = running(probe.data?.status) ? 500 : false;
  return useRead(getImport, given, { enabled: Boolean(id), every });
}
