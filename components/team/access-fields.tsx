"use client";

import { useTranslations } from "use-intl";
import { projectsInput } from "@/components/shell/reads";
import { useRead } from "@/components/shell/use-contract";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Member, role as roleField } from "@/lib/orgs/contract";
import { canBeNarrowed, mayGive } from "@/lib/orgs/policy";
import { listProjects } from "@/lib/projects/contract";

/** What somebody is given: a role, projects (none chosen is all), and until when ("" is for good), in local time. */
export type Access = { role: Member["role"]; projectIds: string[]; until: string };

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
          <legend className="font-medium">{t("narrow")}</legend>
          <p className="text-muted-foreground text-sm">{t("narrowHelp")}</p>
          <div className="mt-1 max-h-44 overflow-y-auto rounded-md border p-1">
            {projects.map(({ id, name }) => (
              <label
                key={id}
                htmlFor={`project-${id}`}
                className="flex min-h-8 items-center gap-2.5 rounded-sm px-2 hover:bg-accent pointer-coarse:min-h-11"
              >
                <Checkbox
                  id={`project-${id}`}
                  checked={value.projectIds.includes(id)}
                  onCheckedChange={(checked) =>
                    set({
                      projectIds: checked
                        ? [...value.projectIds, id]
                        : value.projectIds.filter((one) => one !== id),
                    })
                  }
                />
                <span className="truncate">{name}</span>
              </label>
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

/** What the API takes of it; what the role does not know is left out. */
export const accessBody = ({ role, projectIds, until }: Access) => ({
  role,
  projectIds: canBeNarrowed(role, "projects") && projectIds.length > 0 ? projectIds : null,
  expiresAt: role !== "owner" && until ? new Date(until).toISOString() : null,
});

/** An instant as the field for local times shows it. */
export function localTime(instant: string | null): string {
  if (!instant) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
