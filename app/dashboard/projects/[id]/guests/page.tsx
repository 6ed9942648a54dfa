import type { Metadata } from "next";
import { GuestsScreen } from "@/components/guests/guests-screen";
import { eventsInput, groupsInput, guestsInput, tagsInput } from "@/components/guests/reads";
import { first, firstPage, Hydrate } from "@/components/shell/hydrate";
import { listEvents } from "@/lib/events/contract";
import * as events from "@/lib/events/queries";
import { listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import * as groups from "@/lib/guests/groups/queries";
import * as guests from "@/lib/guests/queries";
import { listTags } from "@/lib/guests/tags/contract";
import * as tags from "@/lib/guests/tags/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata: Metadata = { title: translator("guests")("title") };

/** The guest list, painted full with what its address asks for. */
export default async function GuestsPage({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const search = { get: (name: string) => [asked[name]].flat()[0] ?? null };
  const given = guestsInput(id, search);
  const [list, households, known, occasions] = await Promise.all([
    load(listGuests, guests.listGuests, given),
    load(listGroups, groups.listGroups, groupsInput(id)),
    load(listTags, tags.listTags, tagsInput(id)),
    load(listEvents, events.listEvents, eventsInput(id)),
  ]);
  return (
    <Hydrate
      entries={[
        firstPage(listGuests, given, list),
        first(listGroups, groupsInput(id), households),
        first(listTags, tagsInput(id), known),
        first(listEvents, eventsInput(id), occasions),
      ]}
    >
      <GuestsScreen projectId={id} />
    </Hydrate>
  );
}
