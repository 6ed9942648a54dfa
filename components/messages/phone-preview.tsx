"use client";

import { useTranslations } from "use-intl";
import { Skeleton } from "@/components/ui/skeleton";
import type { Shown } from "./use-preview";

// Phones make links of addresses by themselves.
const ADDRESS = /(https?:\/\/\S+)/;

/** A text message or one of WhatsApp as it stands on a guest's phone. */
export function PhonePreview({
  sender,
  shown,
  empty,
}: {
  sender: string;
  shown: Shown | null;
  empty: string;
}) {
  const t = useTranslations("messages");
  return (
    <section
      aria-label={t("phone")}
      className="mx-auto flex min-h-96 w-full max-w-80 flex-1 flex-col overflow-hidden rounded-[2rem] border-4 border-border bg-card shadow-xs lg:max-h-160"
    >
      <p className="truncate border-b px-5 py-3 text-center font-medium">{sender}</p>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {shown ? (
          <p
            dir="auto"
            className="mr-8 whitespace-pre-wrap break-words rounded-[1.1rem] rounded-tl-sm bg-accent px-3.5 py-2.5"
          >
            {shown.text
              ? shown.text.split(ADDRESS).map((piece, at) => (
                  <span
                    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity of their own
                    key={at}
                    className={at % 2 === 1 ? "break-all text-primary underline" : undefined}
                  >
                    {piece}
                  </span>
                ))
              : empty}
          </p>
        ) : (
          <Skeleton className="mr-8 h-24 rounded-2xl" />
        )}
      </div>
    </section>
  );
}
