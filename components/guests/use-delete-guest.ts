"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { refreshAll, useSentence } from "@/components/shell/use-contract";
import { deleteGuest, type Guest, listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { address, client } from "@/lib/http/client";
import { getProject, listProjects } from "@/lib/projects/contract";
import { removeGuest, restore, snapshot } from "./cache";
import { nameOf } from "./names";

const PATIENCE = 7_000;

/**
 * Takes a guest off the list at once and deletes them seven seconds later, or when the page is left, unless the
 * undo of the note is pressed first.
 */
export function useDeleteGuest() {
  const t = useTranslations("guests");
  const c = useTranslations("common");
  const queries = useQueryClient();
  const sentence = useSentence();
  return (guest: Guest) => {
    const given = { params: { id: guest.id } };
    const before = snapshot(queries);
    removeGuest(queries, guest.id);
    const leave = () => void fetch(address(deleteGuest, given.params), { method: "DELETE", keepalive: true });
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", leave);
    };
    const commit = async () => {
      end();
      try {
        await client(deleteGuest, given);
      } catch (error) {
        restore(queries, before);
        toast.error(sentence(error));
      }
      await refreshAll(queries, [listGuests, listGroups, getProject, listProjects]);
    };
    const timer = setTimeout(() => void commit(), PATIENCE);
    window.addEventListener("pagehide", leave);
    toast(t("deleted", { name: nameOf(guest) }), {
      duration: PATIENCE,
      action: {
        label: c("undo"),
        onClick: () => {
          end();
          restore(queries, before);
          void refreshAll(queries, [listGuests]);
        },
      },
    });
  };
}
