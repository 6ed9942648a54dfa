"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { projectsInput } from "@/components/shell/reads";
import { useRead } from "@/components/shell/use-contract";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { listEvents } from "@/lib/events/contract";
import { type Member, role as roleField } from "@/lib/orgs/contract";
import { canBeNarrowed, mayGive } from "@/lib/orgs/policy";
import { listProjects } from "@/lib/projects/contract";

/**
 * What somebody is given: a role, whole projects and, at the door, single events of others (none chosen is all), and
 * until when ("" is for good), in local time.
 */
export type Access = { role: Member["role"]; projectIds: string[]; eventIds: string[]; until: string };

/** Role, narrowing and end, of which only what the role knows is asked. */
export function AccessFields({
  organizationId,
  own,
  roles = roleField.options,
  value,
  onChange,
  untilNeeded,
}: {
  organizationId: string;
  own: Member["role"];
  roles?: readonly Member["role"][];
  value: Access;
  onChange: (value: Access) => void;
  untilNeeded?: boolean;
}) {
  const t = useTranslations("team");
  const all = useRead(listProjects, projectsInput).data?.data ?? [];
  const projects = all.filter((project) => project.organizationId === organizationId);
  const set = (patch: Partial<Access>) => onChange({ ...value, ...patch });
  return (
    <>
      <Field label={t("role")} help={t(`about_${value.role}`)}>
        <Select value={value.role} onChange={(event) => set({ role: event.target.value as Member["role"] })}>
          {roles
            .filter((one) => mayGive(own, one))
            .map((one) => (
              <option key={one} value={one}>
                {t(`role_${one}`)}
              </option>
            ))}
        </Select>
      </Field>
      {canBeNarrowed(value.role, "projects") && projects.length > 0 ? (
        <fieldset className="grid gap-1">
          <legend className="font-medium">
            {canBeNarrowed(value.role, "events") ? t("narrowEvents") : t("narrow")}
          </legend>
          <p className="text-muted-foreground text-sm">{t("narrowHelp")}</p>
          <div className="mt-1 max-h-44 overflow-y-auto rounded-md border p-1">
            {projects.map(({ id, name }) => (
              <div key={id}>
                <Choice
                  label={name}
                  checked={value.projectIds.includes(id)}
                  onChange={(checked) => set({ projectIds: toggled(value.projectIds, id, checked) })}
                />
                {canBeNarrowed(value.role, "events") && !value.projectIds.includes(id) ? (
                  <EventChoices
                    projectId={id}
                    chosen={value.eventIds}
                    onChange={(eventIds) => set({ eventIds })}
                  />
                ) : null}
              </div>
            ))}
          </div>
        </fieldset>
      ) : null}
      {value.role === "owner" ? null : (
        <Field label={t("until")} help={t("untilHelp")} optional={!untilNeeded}>
          <Input
            type="datetime-local"
            value={value.until}
            onChange={(event) => set({ until: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

/** A project's events under its name, for door staff who look after some of them only. */
function EventChoices({
  projectId,
  chosen,
  onChange,
}: {
  projectId: string;
  chosen: string[];
  onChange: (eventIds: string[]) => void;
}) {
  const events = useRead(listEvents, { params: { id: projectId }, query: { limit: 200 } }).data?.data ?? [];
  return events.map(({ id, name }) => (
    <Choice
      key={id}
      label={name}
      inset
      checked={chosen.includes(id)}
      onChange={(checked) => onChange(toggled(chosen, id, checked))}
    />
  ));
}

function Choice({
  label,
  checked,
  inset,
  onChange,
}: {
  label: string;
  checked: boolean;
  inset?: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        "flex min-h-8 items-center gap-2.5 rounded-sm px-2 hover:bg-accent pointer-coarse:min-h-11",
        inset && "pl-8",
      )}
    >
      <Checkbox id={id} checked={checked} onCheckedChange={(now) => onChange(now === true)} />
      <span className="truncate">{label}</span>
    </label>
  );
}

const toggled = (ids: string[], id: string, on: boolean) =>
  on ? [...ids, id] : ids.filter((one) => one !== id);

/** What the API takes of it; what the role does not know is left out. */
export const accessBody = ({ role, projectIds, eventIds, until }: Access) => ({
  role,
  projectIds: canBeNarrowed(role, "projects") && projectIds.length > 0 ? projectIds : null,
  eventIds: canBeNarrowed(role, "events") && eventIds.length > 0 ? eventIds : null,
  expiresAt: role !== "owner" && until ? new Date(until).toISOString() : null,
});

/** The same for something new, where what is not given is left out. */
export function newAccessBody(access: Access) {
  const { role, projectIds, eventIds, expiresAt } = accessBody(access);
  return {
    role,
    ...(projectIds && { projectIds }),
    ...(eventIds && { eventIds }),
    ...(expiresAt && { expiresAt }),
  };
}

/** An instant as the field for local times shows it. */
export function localTime(instant: string | null): string {
  if (!instant) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
