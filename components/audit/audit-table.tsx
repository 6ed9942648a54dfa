"use client";

import { Link2 } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { AuditEntry } from "@/lib/audit/contract";
import { useEntry } from "./use-entry";

/** The log as a table; a row opens what was there before and after. */
export function AuditTable({ rows, onOpen }: { rows: AuditEntry[]; onOpen: (row: AuditEntry) => void }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const { actor, what, target } = useEntry();
  const when = (at: string) =>
    format.dateTime(new Date(at), { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return (
    <Table label={t("title")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("columnWhat")}</TableHead>
          <TableHead>{t("columnTarget")}</TableHead>
          <TableHead className="max-md:hidden">{t("columnWho")}</TableHead>
          <TableHead className="max-sm:hidden">{t("columnAt")}</TableHead>
          <TableHead className="w-8 max-md:hidden">
            <span className="sr-only">{t("columnSeal")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="relative hover:bg-accent">
            <TableCell className="max-w-48">
              <button
                type="button"
                onClick={() => onOpen(row)}
                aria-label={t("open", { what: what(row), when: when(row.at) })}
                className="block max-w-full truncate rounded-sm text-left font-medium after:absolute after:inset-0"
              >
                {what(row)}
              </button>
              <span className="block truncate text-muted-foreground text-sm md:hidden">
                {actor(row.actor)}
              </span>
            </TableCell>
            <TableCell className="max-w-36 truncate sm:max-w-56">{target(row)}</TableCell>
            <TableCell className="max-w-56 truncate max-md:hidden">{actor(row.actor)}</TableCell>
            <TableCell className="whitespace-nowrap text-muted-foreground tabular-nums max-sm:hidden">
              <time dateTime={row.at} suppressHydrationWarning>
                {when(row.at)}
              </time>
            </TableCell>
            <TableCell className="w-8 text-muted-foreground max-md:hidden">
              {typeof row.position === "number" ? (
                <Link2 role="img" aria-label={t("sealed", { position: row.position })} className="size-3.5" />
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
