import { eventsInput } from "@/components/guests/reads";
import { rsvpStatuses } from "@/components/guests/statuses";
import { Overview } from "@/components/home/overview";
import { countInput, formsInput, newestInput } from "@/components/home/reads";
import { first, Hydrate } from "@/components/shell/hydrate";
import { listEvents } from "@/lib/events/contract";
import * as events from "@/lib/events/queries";
import { listGuests } from "@/lib/guests/contract";
import * as guests from "@/lib/guests/queries";
import { load } from "@/lib/http/load";
import { listSubmissions } from "@/lib/rsvp/contract";
import { listForms } from "@/lib/rsvp/forms/contract";
import * as forms from "@/lib/rsvp/forms/queries";
import * as answers from "@/lib/rsvp/queries";

/** A project's overview. */
export default async function OverviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const newest = async () => {
    const list = await load(listForms, forms.listForms, formsInput(id));
    const entry = first(listForms, formsInput(id), list);
    const form = list.data[0];
    if (!form) return [entry];
    const given = newestInput(form.id);
    return [entry, first(listSubmissions, given, await load(listSubmissions, answers.listSubmissions, given))];
  };
  const [occasions, latest, ...figures] = await Promise.all([
    load(listEvents, events.listEvents, eventsInput(id)),
    newest(),
    ...[undefined, ...rsvpStatuses].map(async (rsvpStatus) => {
      const given = countInput(id, rsvpStatus && { rsvpStatus });
      return first(listGuests, given, await load(listGuests, guests.listGuests, given));
    }),
  ]);
  return (
    <Hydrate entries={[first(listEvents, eventsInput(id), occasions), ...latest, ...figures]}>
      <Overview projectId={id} />
    </Hydrate>
  );
}
