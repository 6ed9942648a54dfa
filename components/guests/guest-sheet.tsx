"use client";

import { ChevronDown, ChevronUp, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { useNarrow } from "@/components/shell/use-narrow";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { getGuest } from "@/lib/guests/contract";
import { GuestEditor } from "./guest-editor";
import { nameOf } from "./names";
import { Status } from "./status";
import { useDeleteGuest } from "./use-delete-guest";

/** The guest that the address names, beside the list; the list stays in use behind it. */
export function GuestSheet({
  projectId,
  guestIds,
  mayEdit,
}: {
  projectId: string;
  /** The rows of the list, for previous and next. */
  guestIds: string[];
  mayEdit: boolean;
}) {
  const t = useTranslations("guests");
  const c = useTranslations("common");
  const sentence = useSentence();
  const narrow = useNarrow();
  const { search, set } = useAddress();
  const remove = useDeleteGuest();
  const id = search.get("guest");
  const read = useRead(getGuest, { params: { id: id ?? "" } }, { enabled: Boolean(id), keep: true });
  const guest = read.data;
  const place = id ? guestIds.indexOf(id) : -1;
  const go = (step: number) => {
    const next = guestIds[place + step];
    if (next) set({ guest: next });
  };
  return (
    <Sheet open={Boolean(id)} modal={narrow} onOpenChange={(open) => open || set({ guest: null }, "push")}>
      <SheetContent
        onInteractOutside={(event) => narrow || event.preventDefault()}
        title={guest ? nameOf(guest) : <Skeleton className="h-5 w-40" label={c("loading")} />}
        description={guest ? <Status status={guest.rsvpStatus} /> : <Skeleton className="mt-1 h-4 w-24" />}
        actions={
          <>
            {place >= 0 ? (
              <>
                <Button
                  variant="ghost"
                  size="icon"
                  disabled={place === 0}
                  onClick={() => go(-1)}
                  aria-label={t("previous")}
                >
                  <ChevronUp aria-hidden />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  disabled={place === guestIds.length - 1}
                  onClick={() => go(1)}
                  aria-label={t("next")}
                >
                  <ChevronDown aria-hidden />
                </Button>
              </>
            ) : null}
            {guest && mayEdit ? (
              <Button
                variant="ghost"
                size="icon"
                aria-label={t("delete")}
                onClick={() => {
                  set({ guest: guestIds[place + 1] ?? guestIds[place - 1] ?? null });
                  remove(guest);
                }}
              >
                <Trash2 aria-hidden />
              </Button>
            ) : null}
          </>
        }
      >
        {read.isError && !guest ? (
          <ErrorState
            title={t("sheetFailed")}
            onRetry={() => void read.refetch()}
            busy={read.isFetching}
            className="py-8"
          >
            {sentence(read.error)}
          </ErrorState>
        ) : guest ? (
          <GuestEditor key={guest.id} guest={guest} projectId={projectId} mayEdit={mayEdit} />
        ) : (
          <EditorSkeleton />
        )}
      </SheetContent>
    </Sheet>
  );
}

function EditorSkeleton() {
  return (
    <div className="grid gap-4">
      {["a", "b", "c", "d", "e"].map((place) => (
        <div key={place} className="grid gap-2">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-8 w-full" />
        </div>
      ))}
    </div>
  );
}
