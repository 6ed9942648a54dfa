"use client";

import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { useRead } from "@/components/shell/use-contract";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { listEvents } from "@/lib/events/contract";
import { ageBand, type GuestDetail, listGuests } from "@/lib/guests/contract";
import { GuestConsents } from "./guest-consents";
import { GuestEvents } from "./guest-events";
import { GuestTimeline } from "./guest-timeline";
import { HouseholdPicker } from "./household-picker";
import { InlineField } from "./inline-field";
import { nameOf } from "./names";
import { PersonalLink } from "./personal-link";
import { eventsInput } from "./reads";
import { StatusMark } from "./status";
import { TagPicker } from "./tag-picker";
import { useUpdateGuest } from "./use-update-guest";

const plusOnes = [0, 1, 2, 3, 4, 5, 6, 8, 10];

/** Everything about a guest; each field saves itself. */
export function GuestEditor({
  guest,
  projectId,
  mayEdit,
}: {
  guest: GuestDetail;
  projectId: string;
  mayEdit: boolean;
}) {
  const t = useTranslations("guests");
  const { save } = useUpdateGuest(guest.id);
  const events = useRead(listEvents, eventsInput(projectId)).data?.data ?? [];
  const quietly = (work: Promise<unknown>) => void work.catch(() => {});
  const off = !mayEdit;
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-3">
        <InlineField
          label={t("firstName")}
          name="firstName"
          value={guest.firstName}
          required={t("firstNameMissing")}
          disabled={off}
          onSave={(firstName) => save({ firstName })}
        />
        <InlineField
          label={t("lastName")}
          name="lastName"
          value={guest.lastName}
          disabled={off}
          onSave={(lastName) => save({ lastName })}
        />
      </div>
      <InlineField
        label={t("email")}
        name="email"
        value={guest.email ?? ""}
        disabled={off}
        input={{ type: "email", inputMode: "email", autoComplete: "off" }}
        onSave={(email) => save({ email: email || null })}
      />
      <InlineField
        label={t("phone")}
        name="phone"
        value={guest.phone ?? ""}
        disabled={off}
        input={{ type: "tel", inputMode: "tel", autoComplete: "off" }}
        onSave={(phone) => save({ phone: phone || null })}
      />
      <Field label={t("household")} help={t("householdHelp")}>
        <HouseholdPicker
          projectId={projectId}
          value={guest.groupName ? guest.groupId : null}
          name={guest.groupName}
          disabled={off}
          onChange={(groupId) => quietly(save({ groupId }))}
        />
      </Field>
      <Housemates projectId={projectId} guest={guest} />
      <Field label={t("tags")}>
        <TagPicker
          projectId={projectId}
          value={guest.tags}
          disabled={off}
          onChange={(tags) => quietly(save({ tags }))}
        />
      </Field>
      <GuestEvents
        guest={guest}
        events={events}
        disabled={off}
        onChange={(eventIds) => quietly(save({ eventIds }))}
      />
      <PersonalLink projectId={projectId} guest={guest} mayEdit={mayEdit} />
      <div className="grid grid-cols-2 gap-3">
        <Field label={t("plusOnes")} help={t("plusOnesHelp")}>
          <Select
            value={guest.plusOneAllowance}
            disabled={off}
            onChange={(event) => quietly(save({ plusOneAllowance: Number(event.target.value) }))}
          >
            {[...new Set([...plusOnes, guest.plusOneAllowance])]
              .sort((a, b) => a - b)
              .map((count) => (
                <option key={count} value={count}>
                  {t("plusOnesCount", { count })}
                </option>
              ))}
          </Select>
        </Field>
        <Field label={t("ageBand")}>
          <Select
            value={guest.ageBand}
            disabled={off}
            onChange={(event) => quietly(save({ ageBand: ageBand.parse(event.target.value) }))}
          >
            {ageBand.options.map((band) => (
              <option key={band} value={band}>
                {t(`age_${band}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <InlineField
        long
        label={t("dietary")}
        name="dietary"
        value={guest.dietary ?? ""}
        disabled={off}
        onSave={(dietary) => save({ dietary: dietary || null })}
      />
      <InlineField
        long
        label={t("notes")}
        help={t("notesHelp")}
        name="notes"
        value={guest.notes ?? ""}
        disabled={off}
        onSave={(notes) => save({ notes: notes || null })}
      />
      <GuestConsents guest={guest} mayEdit={mayEdit} />
      <GuestTimeline projectId={projectId} guestId={guest.id} />
    </div>
  );
}

/** The others of the household, each a step away. */
function Housemates({ projectId, guest }: { projectId: string; guest: GuestDetail }) {
  const t = useTranslations("guests");
  const { href, set } = useAddress();
  const { data } = useRead(
    listGuests,
    { params: { id: projectId }, query: { groupId: guest.groupId, limit: 50, sort: "name" } },
    { enabled: guest.groupName !== "" || guest.plusOneOf !== null },
  );
  const others = data?.data.filter(({ id }) => id !== guest.id) ?? [];
  if (others.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 font-medium">{t("together")}</h3>
      <ul className="-mx-2">
        {others.map((other) => (
          <li key={other.id}>
            <a
              href={href({ guest: other.id })}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey) return;
                event.preventDefault();
                set({ guest: other.id }, "push");
              }}
              className="flex min-h-8 items-center gap-2 rounded-sm px-2 transition-colors hover:bg-accent pointer-coarse:min-h-11"
            >
              <StatusMark status={other.rsvpStatus} />
              <span className="truncate">{nameOf(other)}</span>
              <span className="ml-auto text-muted-foreground text-sm">{t(`status_${other.rsvpStatus}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
