"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { eventsInput } from "@/components/guests/reads";
import { instantAt, localInput } from "@/components/projects/moments";
import { useAddress } from "@/components/shell/use-address";
import { fieldErrors, useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { useNarrow } from "@/components/shell/use-narrow";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import { createEvent, type Event, listEvents, updateEvent } from "@/lib/events/contract";
import { listGuests } from "@/lib/guests/contract";
import { getProject, type Project } from "@/lib/projects/contract";
import { DeleteEvent } from "./delete-event";

/** The event that the address names, or a new one, beside the overview. */
export function EventSheet({ projectId, mayEdit }: { projectId: string; mayEdit: boolean }) {
  const t = useTranslations("projects");
  const narrow = useNarrow();
  const { search, set } = useAddress();
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const events = useRead(listEvents, eventsInput(projectId)).data?.data;
  const asked = search.get("event");
  const event = events?.find(({ id }) => id === asked);
  const close = () => set({ event: null }, "push");
  const open = Boolean(asked && project && (asked === "new" || event));
  return (
    <Sheet open={open} modal={narrow} onOpenChange={(next) => next || close()}>
      {project ? (
        <EventForm
          key={event ? `${event.id} ${event.version}` : "new"}
          project={project}
          event={event}
          mayEdit={mayEdit}
          close={close}
          title={event ? event.name : t("eventNew")}
        />
      ) : null}
    </Sheet>
  );
}

type Values = Record<
  | "name"
  | "startsAt"
  | "endsAt"
  | "timezone"
  | "venueName"
  | "address"
  | "dressCode"
  | "capacity"
  | "deadline",
  string
>;

function valuesOf(project: Project, event: Event | undefined): Values {
  const zone = event?.timezone ?? project.timezone;
  const at = (instant: string | null | undefined) => (instant ? localInput(instant, zone) : "");
  return {
    name: event?.name ?? "",
    startsAt: at(event?.startsAt) || (project.eventDate ? `${project.eventDate}T15:00` : ""),
    endsAt: at(event?.endsAt),
    timezone: zone,
    venueName: event?.venueName ?? "",
    address: event?.address ?? "",
    dressCode: event?.dressCode ?? "",
    capacity: event?.capacity ? String(event.capacity) : "",
    deadline: at(event?.rsvpDeadline).slice(0, 10),
  };
}

function bodyOf(values: Values) {
  const zone = values.timezone;
  const at = (local: string) => {
    const [date = "", time = ""] = local.split("T");
    return instantAt(date, time, zone);
  };
  return {
    name: values.name,
    startsAt: at(values.startsAt),
    endsAt: values.endsAt ? at(values.endsAt) : null,
    timezone: zone,
    venueName: values.venueName.trim() || null,
    address: values.address.trim() || null,
    dressCode: values.dressCode.trim() || null,
    capacity: values.capacity ? Number(values.capacity) : null,
    // A deadline is a day: answers count until its last minute.
    rsvpDeadline: values.deadline ? instantAt(values.deadline, "23:59", zone) : null,
  };
}

function EventForm({
  project,
  event,
  mayEdit,
  close,
  title,
}: {
  project: Project;
  event: Event | undefined;
  mayEdit: boolean;
  close: () => void;
  title: string;
}) {
  const t = useTranslations("projects");
  const c = useTranslations("common");
  const sentence = useSentence();
  const refresh = [listEvents, listGuests];
  const create = useWrite(createEvent, { quiet: true, refresh });
  const update = useWrite(updateEvent, { quiet: true, refresh });
  const form = useForm({
    resolver: zodResolver(
      z.object({
        name: z.string().trim().min(1, t("eventNameMissing")),
        startsAt: z.string().min(1, t("eventStartMissing")),
        endsAt: z.string(),
        timezone: z.string(),
        venueName: z.string(),
        address: z.string(),
        dressCode: z.string(),
        capacity: z.string().regex(/^(|[1-9]\d{0,6})$/, t("eventCapacityWrong")),
        deadline: z.string(),
      }),
    ),
    defaultValues: valuesOf(project, event),
  });
  const { errors } = form.formState;
  const error = create.error ?? update.error;
  const submit = form.handleSubmit(async (values) => {
    const body = bodyOf(values);
    try {
      if (event) {
        await update.mutateAsync({ params: { id: event.id }, body, options: { ifMatch: event.version } });
      } else await create.mutateAsync({ params: { id: project.id }, body });
      toast.success(t("eventSaved", { name: values.name }));
      close();
    } catch (refusal) {
      for (const [path, message] of Object.entries(fieldErrors(refusal))) {
        const name = path === "rsvpDeadline" ? "deadline" : path;
        if (name in values) form.setError(name as keyof Values, { message });
      }
    }
  });
  const off = !mayEdit;
  return (
    <SheetContent
      title={title}
      onInteractOutside={(outside) => outside.preventDefault()}
      footer={
        mayEdit ? (
          <>
            {event ? <DeleteEvent event={event} close={close} /> : null}
            <Button variant="ghost" onClick={close}>
              {c("cancel")}
            </Button>
            <Button type="submit" form="event" variant="primary" busy={create.isPending || update.isPending}>
              {event ? c("save") : t("eventAdd")}
            </Button>
          </>
        ) : null
      }
    >
      <form id="event" noValidate onSubmit={(submitted) => void submit(submitted)} className="grid gap-4">
        {error && Object.keys(fieldErrors(error)).length === 0 ? (
          <Alert live tone="error" title={sentence(error)} />
        ) : null}
        <Field label={t("eventName")} error={errors.name?.message}>
          <Input disabled={off} placeholder={t("eventNamePlaceholder")} {...form.register("name")} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("eventStarts")} error={errors.startsAt?.message}>
            <Input type="datetime-local" disabled={off} {...form.register("startsAt")} />
          </Field>
          <Field label={t("eventEnds")} optional error={errors.endsAt?.message}>
            <Input type="datetime-local" disabled={off} {...form.register("endsAt")} />
          </Field>
        </div>
        <Field label={t("eventTimezone")} error={errors.timezone?.message}>
          <Select disabled={off} {...form.register("timezone")}>
            {[
              ...new Set([project.timezone, event?.timezone ?? "UTC", ...Intl.supportedValuesOf("timeZone")]),
            ].map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t("eventVenue")} error={errors.venueName?.message}>
          <Input disabled={off} {...form.register("venueName")} />
        </Field>
        <Field label={t("eventAddress")} help={t("eventAddressHelp")} error={errors.address?.message}>
          <Textarea disabled={off} className="min-h-14" {...form.register("address")} />
        </Field>
        <Field label={t("eventDressCode")} optional error={errors.dressCode?.message}>
          <Input disabled={off} {...form.register("dressCode")} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("eventDeadline")} optional error={errors.deadline?.message}>
            <Input type="date" disabled={off} {...form.register("deadline")} />
          </Field>
          <Field label={t("eventCapacity")} optional error={errors.capacity?.message}>
            <Input inputMode="numeric" disabled={off} {...form.register("capacity")} />
          </Field>
        </div>
      </form>
    </SheetContent>
  );
}
