"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { nameOf } from "@/components/guests/names";
import { Status } from "@/components/guests/status";
import { overall } from "@/components/home/newest-answers";
import { Ago } from "@/components/shell/ago";
import { useAddress } from "@/components/shell/use-address";
import { useNarrow } from "@/components/shell/use-narrow";
import { cn } from "@/components/ui/cn";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { Event } from "@/lib/events/contract";
import type { Question } from "@/lib/rsvp/forms/contract";
import { type Answered, answerText } from "./people";

/** One row a person: what they said to each event, and to each question. Only rows near the screen are drawn. */
export function AnswersTable({
  people,
  events,
  questions,
}: {
  people: Answered[];
  events: Event[];
  questions: Question[];
}) {
  const t = useTranslations("answers");
  const narrow = useNarrow();
  const { search, href, set } = useAddress();
  const current = search.get("answer");
  const box = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin((box.current?.offsetTop ?? 0) + 36), []);
  const height = narrow ? 60 : 36;
  const rows = useWindowVirtualizer({
    count: people.length,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: margin,
    initialRect: { width: 1280, height: 900 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row's height is measured anew when the layout changes
  useEffect(() => rows.measure(), [height]);
  const items = rows.getVirtualItems();
  const before = Math.max(0, (items[0]?.start ?? margin) - margin);
  const after = Math.max(0, rows.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));
  const words = { yes: t("yes"), no: t("no") };
  const columns = 2 + events.length + questions.length;
  const open = (id: string) => ({
    href: href({ answer: id }),
    onClick: (event: React.MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      set({ answer: id }, current ? "replace" : "push");
    },
  });
  return (
    <div ref={box} className="md:px-8">
      <Table label={t("table")} aria-rowcount={people.length + 1}>
        <TableHeader className="max-md:sr-only">
          <TableRow>
            <TableHead>{t("columnGuest")}</TableHead>
            {events.map((event) => (
              <TableHead key={event.id} className="max-w-44 truncate" title={event.name}>
                {event.name}
              </TableHead>
            ))}
            {questions.map((question) => (
              <TableHead key={question.id} className="max-w-48 truncate" title={question.label}>
                {question.label}
              </TableHead>
            ))}
            <TableHead>{t("columnWhen")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
          {items.map(({ index }) => {
            const row = people[index];
            if (!row) return null;
            const { submission, person, isFirst } = row;
            const name = nameOf(person);
            return (
              <TableRow
                key={`${submission.id} ${person.guestId}`}
                aria-rowindex={index + 2}
                className={cn(
                  "relative hover:bg-accent max-md:h-15 pointer-coarse:max-md:h-15",
                  submission.id === current && "bg-primary-wash hover:bg-primary-wash",
                )}
              >
                <TableCell className="max-md:px-4 max-md:first:pl-4">
                  <a
                    {...open(submission.id)}
                    className="block max-w-56 truncate rounded-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-primary focus-visible:after:-outline-offset-2 max-md:max-w-[52vw]"
                  >
                    {name}
                  </a>
                  <span className="block max-w-[52vw] truncate text-muted-foreground text-sm md:hidden">
                    {submission.householdName}
                  </span>
                </TableCell>
                {narrow ? (
                  <TableCell className="text-right max-md:last:pr-4">
                    <Status status={overall(person.attendance)} />
                  </TableCell>
                ) : (
                  <>
                    {events.map((event) => {
                      const said = person.attendance[event.id];
                      return <TableCell key={event.id}>{said ? <Status status={said} /> : null}</TableCell>;
                    })}
                    {questions.map((question) => {
                      const said = answerText(person.answers[question.id], question, words);
                      return (
                        <TableCell
                          key={question.id}
                          className="max-w-48 truncate text-muted-foreground"
                          title={said || undefined}
                        >
                          {said}
                        </TableCell>
                      );
                    })}
                    <TableCell className="whitespace-nowrap text-muted-foreground">
                      {isFirst ? (
                        <>
                          <Ago at={submission.submittedAt} />
                          {submission.source === "guest" ? null : ` · ${t(`source_${submission.source}`)}`}
                        </>
                      ) : null}
                    </TableCell>
                  </>
                )}
              </TableRow>
            );
          })}
          {after > 0 ? (
            <tr aria-hidden style={{ height: after }}>
              <td colSpan={columns} />
            </tr>
          ) : null}
        </TableBody>
      </Table>
    </div>
  );
}
