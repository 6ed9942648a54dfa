import { eventsInput } from "@/components/guests/reads";
import { rsvpStatuses } from "@/components/guests/statuses";
import { Overview } from "@/components/home/overview";
import { countInput, formsInput, newestInput } from "@/components/home/reads";
import { sitesInput } from "@/components/invitation/reads";
import { campaignsInput } from "@/components/messages/reads";
import { first, Hydrate } from "@/components/shell/hydrate";
import { listEvents } from "@/lib/events/contract";
import * as events from "@/lib/events/queries";
import { listGuests } from "@/lib/guests/contract";
import * as guests from "@/lib/guests/queries";
import { load } from "@/lib/http/load";
import { listCampaigns } from "@/lib/messaging/contract";
import * as messages from "@/lib/messaging/queries";
import { listSubmissions } from "@/lib/rsvp/contract";
import { listForms } from "@/lib/rsvp/forms/contract";
import * as forms from "@/lib/rsvp/forms/queries";
import * as answers from "@/lib/rsvp/queries";
import { listSites } from "@/lib/sites/contract";
import * as sites from "@/lib/sites/queries";

/** A project's overview. */
export default async function OverviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const newest = async () => {
    const list = await load(listForms, forms.listForms, formsInput(id));
    const entry = first(listForms, formsInput(id), list);
    const form = list.data[0];
    if (!form) return [entry];
    const given = newestInput(form.id);
    return [
      entry,
      first(listSubmissions, given, await load(listSubmissions, answers.listSubmissions, given)),
    ];
  };
  const counted = async (filter: Parameters<typeof countInput>[1]) => {
    const given = countInput(id, filter);
    return first(listGuests, given, await load(listGuests, guests.listGuests, given));
  };
  const occasions = async () => {
    const list = await load(listEvents, events.listEvents, eventsInput(id));
    const coming = list.data.map((event) => counted({ eventId: event.id, rsvpStatus: "attending" }));
    return [first(listEvents, eventsInput(id), list), ...(await Promise.all(coming))];
  };
  const [facts, latest, invitation, sent, ...figures] = await Promise.all([
    occasions(),
    newest(),
    load(listSites, sites.listSites, sitesInput(id)),
    load(listCampaigns, messages.listCampaigns, campaignsInput(id)),
    ...[undefined, ...rsvpStatuses].map((rsvpStatus) => counted(rsvpStatus && { rsvpStatus })),
  ]);
  return (
    <Hydrate
      entries={[
        first(listSites, sitesInput(id), invitation),
        first(listCampaigns, campaignsInput(id), sent),
        ...[...facts, ...latest, ...figures],
      ]}
    >
      <Overview projectId={id} />
    </Hydrate>
  );
}
