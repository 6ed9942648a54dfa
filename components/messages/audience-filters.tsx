"use client";

import { Check } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { nameOf } from "@/components/guests/names";
import { eventsInput, tagsInput } from "@/components/guests/reads";
import { StatusMark } from "@/components/guests/status";
import { Filter } from "@/components/shell/filter";
import { useRead } from "@/components/shell/use-contract";
import { cn } from "@/components/ui/cn";
import { listEvents } from "@/lib/events/contract";
import { listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { listTags } from "@/lib/guests/tags/contract";
import { type Audience, listAudienceGuests } from "@/lib/messaging/audience/contract";
import { Several } from "./several";

const answers = ["pending", "attending", "maybe", "declined", "waitlisted"] as const;
type Props = {
  projectId: string;
  value: Audience;
  /** Undefined takes a filter away. */
  onChange: (patch: { [K in keyof Audience]?: Audience[K] | undefined }) => void;
  disabled: boolean;
};

/** What an audience can be narrowed down by; all that are chosen have to fit. */
export function AudienceFilters({ projectId, value, onChange, disabled }: Props) {
  const t = useTranslations("messages");
  const g = useTranslations("guests");
  const tags = useRead(listTags, tagsInput(projectId)).data?.data ?? [];
  const events = useRead(listEvents, eventsInput(projectId)).data?.data ?? [];
  const statuses = [value.rsvpStatus ?? []].flat();
  const some = (ids: string[]) => (ids.length > 0 ? ids : undefined);
  const words = (names: (string | undefined)[], otherwise: string) =>
    names.length <= 2 && names.every(Boolean) ? names.join(", ") : otherwise;
  return (
    <div className="flex min-w-0 flex-wrap gap-2">
      <Several
        label={g("filterStatus")}
        summary={words(
          statuses.map((status) => g(`status_${status}`)),
          t("people_answers", { count: statuses.length }),
        )}
        options={answers.map((status) => ({
          value: status,
          label: g(`status_${status}`),
          mark: <StatusMark status={status} />,
        }))}
        chosen={statuses}
        onChange={(next) => {
          const rsvpStatus = answers.filter((status) => next.includes(status));
          onChange({ rsvpStatus: rsvpStatus.length > 0 ? rsvpStatus : undefined });
        }}
        disabled={disabled}
      />
      {events.length > 1 || value.eventId ? (
        <Filter
          label={g("filterEvent")}
          value={value.eventId ?? null}
          choices={events.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(eventId) => onChange({ eventId: eventId ?? undefined })}
          disabled={disabled}
        />
      ) : null}
      {tags.length > 0 || value.tagIds ? (
        <Several
          label={g("filterTag")}
          summary={words(
            (value.tagIds ?? []).map((id) => tags.find((tag) => tag.id === id)?.name),
            t("people_tags", { count: value.tagIds?.length ?? 0 }),
          )}
          options={tags.map(({ id, name, guestCount }) => ({ value: id, label: name, aside: guestCount }))}
          chosen={value.tagIds ?? []}
          onChange={(tagIds) => onChange({ tagIds: some(tagIds) })}
          disabled={disabled}
        />
      ) : null}
      <Households
        projectId={projectId}
        chosen={value.groupIds ?? []}
        onChange={(groupIds) => onChange({ groupIds: some(groupIds) })}
        disabled={disabled}
      />
      <button
        type="button"
        aria-pressed={value.notOpened ?? false}
        disabled={disabled}
        onClick={() => onChange({ notOpened: value.notOpened ? undefined : true })}
        className={cn(
          "inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm transition-colors disabled:opacity-60 pointer-coarse:h-11",
          value.notOpened
            ? "border-primary/40 bg-primary-wash text-primary"
            : "border-input border-dashed text-muted-foreground hover:bg-accent hover:text-foreground",
        )}
      >
        {value.notOpened ? <Check aria-hidden className="size-3.5" /> : null}
        {t("people_notOpened")}
      </button>
      <NamedGuests
        projectId={projectId}
        chosen={value.guestIds ?? []}
        onChange={(guestIds) => onChange({ guestIds: some(guestIds) })}
        disabled={disabled}
      />
    </div>
  );
}

type Found = {
  projectId: string;
  chosen: string[];
  onChange: (ids: string[]) => void;
  disabled: boolean;
};

function Households({ projectId, chosen, onChange, disabled }: Found) {
  const t = useTranslations("messages");
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const found = useRead(
    listGroups,
    { params: { id: projectId }, query: { named: "true", limit: 50, sort: "name", ...(q && { q }) } },
    { keep: true },
  ).data;
  if (!found || (found.total === 0 && !q && chosen.length === 0)) return null;
  const only = chosen.length === 1 ? found.data.find(({ id }) => id === chosen[0])?.name : undefined;
  return (
    <Several
      label={t("people_household")}
      summary={only ?? t("people_households", { count: chosen.length })}
      options={found.data.map(({ id, name, guestCount }) => ({ value: id, label: name, aside: guestCount }))}
      chosen={chosen}
      onChange={onChange}
      onSearch={setText}
      disabled={disabled}
    />
  );
}

function NamedGuests({ projectId, chosen, onChange, disabled }: Found) {
  const t = useTranslations("messages");
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const params = { id: projectId };
  const found = useRead(
    listGuests,
    { params, query: { limit: 20, sort: "name", ...(q && { q }) } },
    { keep: true },
  ).data;
  const named = useRead(
    listAudienceGuests,
    { params, query: { guestIds: chosen.slice(0, 100), limit: 100 } },
    { enabled: chosen.length > 0, keep: true },
  ).data;
  const known = chosen.length > 0 && !q ? (named?.data ?? []) : [];
  const others = (found?.data ?? []).filter(({ id }) => !known.some((guest) => guest.id === id));
  return (
    <Several
      label={t("people_named")}
      summary={
        chosen.length === 1 && named?.data[0]
          ? named.data[0].guestName
          : t("people_guests", { count: chosen.length })
      }
      options={[
        ...known.map(({ id, guestName }) => ({ value: id, label: guestName })),
        ...others.map((guest) => ({ value: guest.id, label: nameOf(guest) })),
      ]}
      chosen={chosen}
      onChange={onChange}
      onSearch={setText}
      disabled={disabled}
    />
  );
}
