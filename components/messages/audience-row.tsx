"use client";

import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { InlineField } from "@/components/guests/inline-field";
import { placeOf } from "@/components/shell/places";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { getGuest, listGuests, updateGuest } from "@/lib/guests/contract";
import type { Output } from "@/lib/http/endpoint";
import { countAudience, type Exclusion, listAudienceGuests } from "@/lib/messaging/audience/contract";
import { getReadiness } from "@/lib/messaging/readiness/contract";

type Guest = Output<typeof listAudienceGuests>["data"][number];

/** What can be done about a reason: another address, or something on the guest's own page. */
const fixes: Partial<Record<Exclusion, "address" | "guest">> = {
  no_address: "address",
  invalid_address: "address",
  suppressed: "address",
  not_invited: "guest",
  no_consent: "guest",
};

/** One guest of an audience: where the message goes, or why none does. */
export function AudienceRow({
  projectId,
  guest,
  mayEdit,
}: {
  projectId: string;
  guest: Guest;
  mayEdit: boolean;
}) {
  const t = useTranslations("messages");
  const format = useFormatter();
  const [fixing, setFixing] = useState(false);
  const { reason, address, cost } = guest;
  const fix = reason && mayEdit ? fixes[reason] : undefined;
  const way = guest.channel === "email" ? "email" : "phone";
  return (
    <li className="grid gap-2 border-b px-5 py-2.5 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Link
            href={`${placeOf(projectId, "guests")}?guest=${guest.id}`}
            className="block truncate rounded-sm font-medium underline-offset-4 hover:underline"
          >
            {guest.guestName}
          </Link>
          {reason ? <p className="text-muted-foreground text-sm">{t(`people_reason_${reason}`)}</p> : null}
          {address ? (
            <p dir="auto" className="truncate text-left text-muted-foreground text-sm">
              {address}
            </p>
          ) : null}
        </div>
        {reason ? null : (
          <span className="shrink-0 text-muted-foreground text-sm tabular-nums">
            {cost
              ? format.number(cost.amount / 100, {
                  ...{ style: "currency", currency: cost.currency, maximumFractionDigits: 4 },
                })
              : t(`people_by_${guest.channel as "email"}`)}
          </span>
        )}
        {fix === "guest" ? (
          <Button asChild size="sm">
            <Link href={`${placeOf(projectId, "guests")}?guest=${guest.id}`}>{t("people_fix_guest")}</Link>
          </Button>
        ) : fix === "address" && !fixing ? (
          <Button size="sm" onClick={() => setFixing(true)}>
            {t(address ? "people_fix_change" : `people_fix_${way}`)}
          </Button>
        ) : null}
      </div>
      {fixing ? <Address guest={guest} way={way} /> : null}
    </li>
  );
}

/** The address put right where one sees that it is missing; the list is judged anew. */
function Address({ guest, way }: { guest: Guest; way: "email" | "phone" }) {
  const g = useTranslations("guests");
  const write = useWrite(updateGuest, {
    quiet: true,
    refresh: [countAudience, listAudienceGuests, getReadiness, listGuests, getGuest],
  });
  return (
    <InlineField
      label={g(way)}
      name={way}
      value={guest.address ?? ""}
      input={{ autoFocus: true, type: way === "email" ? "email" : "tel", autoComplete: "off" }}
      onSave={(typed) => write.mutateAsync({ params: { id: guest.id }, body: { [way]: typed || null } })}
    />
  );
}
