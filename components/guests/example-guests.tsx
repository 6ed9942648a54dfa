"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { refreshAll, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { createGuest, listGuests } from "@/lib/guests/contract";
import { createGroup, listGroups } from "@/lib/guests/groups/contract";
import { listTags } from "@/lib/guests/tags/contract";
import { client } from "@/lib/http/client";
import { getProject, listProjects } from "@/lib/projects/contract";

// The names are examples in any language; the addresses lie in the domain reserved for examples (RFC 2606).
const households = [
  ["Rivera", ["Elena", "Marco", "Lucía"]],
  ["Okafor", ["Chidi", "Amara"]],
] as const;

/** Five guests in two households to try everything with, tagged so that they are found again. */
export function ExampleGuests({ projectId }: { projectId: string }) {
  const t = useTranslations("guests");
  const queries = useQueryClient();
  const sentence = useSentence();
  const add = useMutation({
    mutationFn: async () => {
      const params = { id: projectId };
      for (const [name, people] of households) {
        const group = await client(createGroup, { params, body: { name } });
        for (const firstName of people) {
          await client(createGuest, {
            params,
            body: {
              firstName,
              lastName: name,
              email: `${firstName.normalize("NFD").replace(/\W/g, "")}.${name}@example.com`.toLowerCase(),
              groupId: group.id,
              tags: [t("exampleTag")],
            },
          });
        }
      }
    },
    onError: (error) => toast.error(sentence(error)),
    onSettled: () => refreshAll(queries, [listGuests, listGroups, listTags, getProject, listProjects]),
  });
  return (
    <Button variant="ghost" busy={add.isPending} onClick={() => add.mutate()}>
      {t("emptyExamples")}
    </Button>
  );
}
