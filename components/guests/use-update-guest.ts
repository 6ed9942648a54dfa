"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useWrite } from "@/components/shell/use-contract";
import { type GuestDetail, listGuests, updateGuest } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { listTags } from "@/lib/guests/tags/contract";
import type { Given } from "@/lib/http/endpoint";
import { type Before, patchGuest, restore, snapshot } from "./cache";

type Body = NonNullable<Given<typeof updateGuest>["body"]>;

/** Changes fields of a guest: shown at once, put back with a sentence when refused. One after the other. */
export function useUpdateGuest(id: string) {
  const queries = useQueryClient();
  const write = useWrite<typeof updateGuest, Before>(updateGuest, {
    scope: { id: `guest ${id}` },
    onMutate: async ({ body }) => {
      await queries.cancelQueries({ queryKey: [listGuests.key] });
      const before = snapshot(queries);
      patchGuest(queries, id, shown(body ?? {}));
      return before;
    },
    onError: (_error, _given, before) => restore(queries, before),
    onSuccess: (guest) => patchGuest(queries, id, guest),
    refresh: [listGuests, listGroups, listTags],
  });
  return { ...write, save: (body: Body) => write.mutateAsync({ params: { id }, body }) };
}

/** What of a body can be shown before the server answers. */
function shown({ eventIds, groupId, ...rest }: Body): Partial<GuestDetail> {
  return { ...rest, ...(groupId && { groupId }) } as Partial<GuestDetail>;
}
