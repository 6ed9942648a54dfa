import type { Metadata } from "next";
import { AnswersScreen } from "@/components/answers/answers-screen";
import { answersInput } from "@/components/answers/reads";
import { eventsInput } from "@/components/guests/reads";
import { formsInput } from "@/components/home/reads";
import { first, firstPage, Hydrate } from "@/components/shell/hydrate";
import { listEvents } from "@/lib/events/contract";
import * as events from "@/lib/events/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { listSubmissions } from "@/lib/rsvp/contract";
import { listForms } from "@/lib/rsvp/forms/contract";
import * as forms from "@/lib/rsvp/forms/queries";
import * as answers from "@/lib/rsvp/queries";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata: Metadata = { title: translator("answers")("title") };

/** The answers of a project. */
export default async function AnswersPage({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const [list, occasions] = await Promise.all([
    load(listForms, forms.listForms, formsInput(id)),
    load(listEvents, events.listEvents, eventsInput(id)),
  ]);
  const form = list.data[0];
  const q = [asked.q].flat()[0]?.trim().slice(0, 200) ?? "";
  const given = form && answersInput(form.id, q);
  const page =
    given && firstPage(listSubmissions, given, await load(listSubmissions, answers.listSubmissions, given));
  return (
    <Hydrate
      entries={[
        first(listForms, formsInput(id), list),
        first(listEvents, eventsInput(id), occasions),
        ...(page ? [page] : []),
      ]}
    >
      <AnswersScreen projectId={id} />
    </Hydrate>
  );
}
