import type { Invitation } from "@/lib/scene/context";
import type { Facts } from "@/lib/scene/facts";
import { words } from "@/lib/scene/words";

/** An example household with all the events and one question, for previews while there are no guests yet. */
export function exampleInvitation(facts: Facts, origin: string): Invitation {
  const t = words(facts.project.locale);
  const eventIds = facts.events.map(({ id }) => id);
  const deadlines = facts.events.flatMap(({ rsvpDeadline }) => rsvpDeadline ?? []).sort();
  return {
    url: `${origin}/i/example`,
    household: { name: t("example.household") },
    guests: [
      { id: "one", firstName: t("example.first"), lastName: null, eventIds },
      { id: "two", firstName: t("example.second"), lastName: null, eventIds },
    ],
    form: {
      id: "example",
      questions: [
        { id: "attendance", type: "attendance", label: t("answer.question"), required: true, perGuest: true },
        { id: "diet", type: "short_text", label: t("example.question"), perGuest: true },
      ],
    },
    status: "open",
    deadline: deadlines[0] ?? null,
  };
}
