"use client";

import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { cn } from "@/components/ui/cn";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { Stats } from "./reads";

const columns = ["answered", "delivered", "opened", "bounced"] as const;

/** The figures of each channel and of each time it was sent, where there is more than one. Each opens its guests. */
export function StatsParts({ stats }: { stats: Stats }) {
  const t = useTranslations("messages");
  const { search, set, href } = useAddress();
  const parts = [
    ...(stats.byChannel.length > 1
      ? stats.byChannel.map((part) => ({
          part,
          name: t(`channel_${part.channel}`),
          by: part.channel,
          run: "",
        }))
      : []),
    ...(stats.byRun.length > 1
      ? stats.byRun.map((part) => ({
          part,
          name: t("part_run", { run: part.run }),
          by: "",
          run: String(part.run),
        }))
      : []),
  ];
  if (parts.length === 0) return null;
  const isOpen = ({ by, run }: (typeof parts)[number], status: string | null) =>
    (search.get("by") ?? "") === by && (search.get("run") ?? "") === run && search.get("status") === status;
  return (
    <div className="px-4 md:px-8">
      <Table label={t("parts")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("parts")}</TableHead>
            {(["total", ...columns] as const).map((name) => (
              <TableHead key={name} className="text-right">
                {name === "total" ? t("everybody") : t(`job_${name}`)}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {parts.map((one) => (
            <TableRow key={one.by + one.run}>
              <th scope="row" className="text-left font-medium">
                {one.name}
              </th>
              {(["total", ...columns] as const).map((name) => {
                const patch = {
                  ...{ by: one.by || null, run: one.run || null },
                  status: name === "total" ? null : name,
                };
                return (
                  <TableCell key={name} className="text-right">
                    <a
                      href={href(patch)}
                      aria-current={isOpen(one, patch.status) ? "true" : undefined}
                      onClick={(event) => {
                        if (event.metaKey || event.ctrlKey) return;
                        event.preventDefault();
                        set(patch);
                      }}
                      className={cn(
                        "touch-target rounded-sm px-1 underline-offset-4 hover:underline",
                        isOpen(one, patch.status) && "bg-accent-strong",
                      )}
                    >
                      {one.part[name]}
                    </a>
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
