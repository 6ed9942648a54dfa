"use client";

import { useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { useAddress } from "@/components/shell/use-address";
import { useRead } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { listEvents } from "@/lib/events/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { listTags } from "@/lib/guests/tags/contract";
import { eventsInput, groupsInput, guestFilters, tagsInput } from "./reads";
import { StatusMark } from "./status";
import { rsvpStatuses } from "./statuses";

/** Answer, tag, household and event: they combine, and live in the address. */
export function GuestFilters({ projectId }: { projectId: string }) {
  const t = useTranslations("guests");
  const { search, set } = useAddress();
  const { rsvpStatus, tagId, groupId, eventId } = guestFilters(search);
  const tags = useRead(listTags, tagsInput(projectId)).data?.data ?? [];
  const groups = useRead(listGroups, groupsInput(projectId)).data?.data ?? [];
  const events = useRead(listEvents, eventsInput(projectId)).data?.data ?? [];
  const some = [rsvpStatus, tagId, groupId, eventId].filter(Boolean).length;
  const choices = (list: { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="flex min-w-0 items-center gap-2 overflow-x-auto [scrollbar-width:none] max-sm:-mx-4 max-sm:basis-[calc(100%+2rem)] max-sm:px-4">
      <Filter
        label={t("filterStatus")}
        value={rsvpStatus}
        onChange={(answer) => set({ answer })}
        choices={rsvpStatuses.map((status) => ({
          value: status,
          label: t(`status_${status}`),
          mark: <StatusMark status={status} />,
        }))}
      />
      {tags.length > 0 ? (
        <Filter
          label={t("filterTag")}
          value={tagId}
          onChange={(tag) => set({ tag })}
          choices={choices(tags)}
        />
      ) : null}
      {groups.length > 0 ? (
        <Filter
          label={t("filterGroup")}
          value={groupId}
          onChange={(household) => set({ household })}
          choices={choices(groups)}
        />
      ) : null}
      {events.length > 1 ? (
        <Filter
          label={t("filterEvent")}
          value={eventId}
          onChange={(event) => set({ event })}
          choices={choices(events)}
        />
      ) : null}
      {some > 1 ? (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => set({ answer: null, tag: null, household: null, event: null })}
        >
          {t("clearFilters")}
        </Button>
      ) : null}
    </div>
  );
}
