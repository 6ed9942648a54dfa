"use client";

import { Bell, CalendarHeart, Heart, type LucideIcon, Mail, Megaphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useAddress } from "@/components/shell/use-address";
import { useWrite } from "@/components/shell/use-contract";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { Given } from "@/lib/http/endpoint";
import { createCampaign, listCampaigns } from "@/lib/messaging/contract";

type Audience = NonNullable<NonNullable<Given<typeof createCampaign>["body"]>["audience"]>;

const starts: {
  key: "invitation" | "reminder" | "saveTheDate" | "update" | "thanks";
  icon: LucideIcon;
  audience: Audience;
}[] = [
  { key: "invitation", icon: Mail, audience: { all: true } },
  { key: "reminder", icon: Bell, audience: { rsvpStatus: "pending" } },
  { key: "saveTheDate", icon: CalendarHeart, audience: { all: true } },
  { key: "update", icon: Megaphone, audience: { all: true } },
  { key: "thanks", icon: Heart, audience: { rsvpStatus: "attending" } },
];

/** What kind of message it is; each begins with words that can be sent as they are. */
export function NewMessage({ projectId }: { projectId: string }) {
  const t = useTranslations("messages");
  const router = useRouter();
  const { search, set } = useAddress();
  const create = useWrite(createCampaign, {
    refresh: [listCampaigns],
    onSuccess: (campaign) => router.push(`${placeOf(projectId, "messages")}/${campaign.id}`),
  });
  return (
    <Dialog open={search.get("new") === "message"} onOpenChange={(open) => open || set({ new: null })}>
      <DialogContent title={t("newTitle")} description={t("newText")}>
        <ul className="-mx-2 grid gap-0.5">
          {starts.map(({ key, icon: Icon, audience }) => (
            <li key={key}>
              <button
                type="button"
                disabled={create.isPending || create.isSuccess}
                onClick={() =>
                  create.mutate({
                    params: { id: projectId },
                    body: {
                      name: t(`start_${key}`),
                      channel: "email",
                      // These hold merge fields in braces, which are no arguments of the message.
                      subject: t.raw(`start_${key}_subject`),
                      body: t.raw(`start_${key}_body`),
                      audience,
                    },
                  })
                }
                className="flex w-full items-start gap-3 rounded-md px-2 py-2.5 text-left focus-visible:-outline-offset-2 transition-colors hover:bg-accent disabled:opacity-45"
              >
                <Icon
                  aria-hidden
                  strokeWidth={1.75}
                  className="mt-0.5 size-4 shrink-0 text-muted-foreground"
                />
                <span className="min-w-0">
                  <span className="block font-medium">{t(`start_${key}`)}</span>
                  <span className="block text-muted-foreground text-sm">{t(`start_${key}_help`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}
