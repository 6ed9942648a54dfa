"use client";

import Link from "next/link";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { eventsInput } from "@/components/guests/reads";
import { sitesInput } from "@/components/invitation/reads";
import { campaignsInput } from "@/components/messages/reads";
import { onTested, wasTested } from "@/components/messages/tested";
import { placeOf } from "@/components/shell/places";
import { useRead } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { listEvents } from "@/lib/events/contract";
import { listCampaigns } from "@/lib/messaging/contract";
import { getProject } from "@/lib/projects/contract";
import { listSites } from "@/lib/sites/contract";
import { useFigures } from "./use-figures";

type Step = { key: "guests" | "facts" | "invitation" | "publish" | "test"; done: boolean; href: string };

/**
 * What to do next. While the first steps are open it is their list, which leaves when all are done; after that it
 * is one sentence, where there is something to say.
 */
export function NextStep({ projectId }: { projectId: string }) {
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const events = useRead(listEvents, eventsInput(projectId)).data?.data;
  const site = useRead(listSites, sitesInput(projectId)).data?.data;
  const campaigns = useRead(listCampaigns, campaignsInput(projectId)).data?.data;
  const tested = useSyncExternalStore(
    onTested,
    () => wasTested(projectId),
    () => false,
  );
  if (!project || !events || !site || !campaigns) return null;
  const sent = campaigns.some(({ status }) => !["draft", "awaiting_approval", "cancelled"].includes(status));
  const draft = campaigns.find(({ status }) => status === "draft");
  const messages = placeOf(projectId, "messages");
  const steps: Step[] = [
    { key: "guests", done: project.guestCount > 0, href: placeOf(projectId, "guests") },
    {
      key: "facts",
      done: events.some(({ venueName }) => venueName),
      href: `${placeOf(projectId)}?event=${events[0]?.id ?? "new"}`,
    },
    { key: "invitation", done: site.length > 0, href: placeOf(projectId, "invitation") },
    {
      key: "publish",
      done: site.some(({ status }) => status === "published"),
      href: placeOf(projectId, "invitation"),
    },
    {
      key: "test",
      done: sent || tested,
      href: draft ? `${messages}/${draft.id}` : `${messages}?new=message`,
    },
  ];
  if (steps.every(({ done }) => done)) return <WhatNow projectId={projectId} sent={sent} />;
  return <Checklist steps={steps} />;
}

function Checklist({ steps }: { steps: Step[] }) {
  const t = useTranslations("projects");
  const next = steps.find(({ done }) => !done);
  const done = steps.filter((step) => step.done).length;
  return (
    <section aria-labelledby="steps" className="rounded-md border">
      <header className="flex items-center justify-between gap-4 border-b px-4 py-3">
        <h2 id="steps" className="font-semibold">
          {t("stepsTitle")}
        </h2>
        <span className="flex shrink-0 items-center gap-2 text-muted-foreground text-sm tabular-nums">
          <span aria-hidden className="flex gap-1">
            {steps.map((step) => (
              <span
                key={step.key}
                className={cn("h-1.5 w-4 rounded-full", step.done ? "bg-success" : "bg-accent-strong")}
              />
            ))}
          </span>
          {t("stepsDone", { done, total: steps.length })}
        </span>
      </header>
      <ol className="p-1">
        {steps
          .filter((step) => !step.done)
          .map((step) => {
            const isNext = step === next;
            return (
              <li
                key={step.key}
                className={cn(
                  "flex min-h-10 items-center gap-3 rounded-md px-3 py-1.5",
                  isNext && "bg-primary-wash py-3",
                )}
              >
                <span className="min-w-0 flex-1">
                  <span className={cn(isNext && "font-medium")}>{t(`step_${step.key}`)}</span>
                  {isNext ? (
                    <span className="block text-muted-foreground text-sm">{t(`step_${step.key}Help`)}</span>
                  ) : null}
                </span>
                <Button
                  asChild
                  variant={isNext ? "primary" : "ghost"}
                  size={isNext ? "md" : "sm"}
                  className="shrink-0"
                >
                  <Link href={step.href}>{t(`step_${step.key}Do`)}</Link>
                </Button>
              </li>
            );
          })}
      </ol>
    </section>
  );
}

/** After the first steps: send what is ready, or remind those who are quiet. */
function WhatNow({ projectId, sent }: { projectId: string; sent: boolean }) {
  const t = useTranslations("projects");
  const figures = useFigures(projectId);
  if (!figures) return null;
  const messages = placeOf(projectId, "messages");
  const what = !sent
    ? { text: t("nowSend"), action: t("nowSendDo"), href: messages }
    : figures.by.none > 0
      ? {
          text: t("nowInvite", { count: figures.by.none }),
          action: t("nowInviteDo"),
          href: `${placeOf(projectId, "guests")}?answer=none`,
        }
      : figures.by.pending > 0 && figures.answered > 0
        ? {
            text: t("nowRemind", { count: figures.by.pending }),
            action: t("nowRemindDo"),
            href: `${messages}?new=message`,
          }
        : null;
  if (!what) return null;
  return (
    <section
      aria-label={t("nowTitle")}
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-primary-wash px-4 py-3"
    >
      <p>{what.text}</p>
      <Button asChild variant="primary">
        <Link href={what.href}>{what.action}</Link>
      </Button>
    </section>
  );
}
