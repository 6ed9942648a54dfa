import type { Metadata } from "next";
import { eventsInput } from "@/components/guests/reads";
import { rsvpStatuses } from "@/components/guests/statuses";
import { countInput } from "@/components/home/reads";
import { ProjectList } from "@/components/projects/project-list";
import { first, Hydrate } from "@/components/shell/hydrate";
import { projectsInput } from "@/components/shell/reads";
import { TopBar } from "@/components/shell/top-bar";
import { listEvents } from "@/lib/events/contract";
import * as events from "@/lib/events/queries";
import { listGuests } from "@/lib/guests/contract";
import * as guests from "@/lib/guests/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { listProjects } from "@/lib/projects/contract";
import * as projects from "@/lib/projects/queries";

export const metadata: Metadata = { title: translator("projects")("title") };

/** How many projects come with their figures in the first paint; the others fetch theirs. */
const PAINTED = 6;

/** The projects of one's organizations. */
export default async function Dashboard() {
  const list = await load(listProjects, projects.listProjects, projectsInput);
  const figures = await Promise.all(
    list.data.slice(0, PAINTED).flatMap(({ id }) => [
      load(listEvents, events.listEvents, eventsInput(id)).then((output) =>
        first(listEvents, eventsInput(id), output),
      ),
      ...[undefined, ...rsvpStatuses].map((rsvpStatus) => {
        const given = countInput(id, rsvpStatus && { rsvpStatus });
        return load(listGuests, guests.listGuests, given).then((output) => first(listGuests, given, output));
      }),
    ]),
  );
  return (
    <Hydrate entries={[first(listProjects, projectsInput, list), ...figures]}>
      <TopBar />
      <main id="content" tabIndex={-1} className="outline-none">
        <ProjectList />
      </main>
    </Hydrate>
  );
}
