"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { useAddress } from "@/components/shell/use-address";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { createGuest, listGuests } from "@/lib/guests/contract";
import { listGroups } from "@/lib/guests/groups/contract";
import { listTags } from "@/lib/guests/tags/contract";
import { getProject, listProjects } from "@/lib/projects/contract";
import { HouseholdPicker } from "./household-picker";
import { nameOf } from "./names";
import { TagPicker } from "./tag-picker";

/** Adds one guest, or one after the other; open while the address says `?add=guest`. */
export function AddGuest({ projectId }: { projectId: string }) {
  const { search, set } = useAddress();
  return (
    <Dialog open={search.get("add") === "guest"} onOpenChange={(open) => open || set({ add: null })}>
      <AddGuestForm projectId={projectId} close={() => set({ add: null })} />
    </Dialog>
  );
}

const empty = { firstName: "", lastName: "", email: "", phone: "", tags: [] as string[] };

function AddGuestForm({ projectId, close }: { projectId: string; close: () => void }) {
  const t = useTranslations("guests");
  const sentence = useSentence();
  const [another, setAnother] = useState(false);
  const [household, setHousehold] = useState<{ id: string | null; name: string }>({ id: null, name: "" });
  const create = useWrite(createGuest, {
    quiet: true,
    refresh: [listGuests, listGroups, listTags, getProject, listProjects],
  });
  const form = useForm({
    resolver: zodResolver(
      z.object({
        firstName: z.string().trim().min(1, t("firstNameMissing")).max(200),
        lastName: z.string().trim().max(200),
        email: z.string().trim(),
        phone: z.string().trim(),
        tags: z.array(z.string()),
      }),
    ),
    defaultValues: empty,
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ email, phone, ...rest }) => {
    try {
      const guest = await create.mutateAsync({
        params: { id: projectId },
        body: { ...rest, email: email || null, phone: phone || null, groupId: household.id },
      });
      toast.success(t("added", { name: nameOf(guest) }));
      if (!another) return close();
      form.reset({ ...empty, lastName: household.id ? rest.lastName : "", tags: rest.tags });
      form.setFocus("firstName");
    } catch (error) {
      for (const [path, message] of Object.entries(fieldErrors(error))) {
        if (path in empty) form.setError(path as keyof typeof empty, { message });
      }
    }
  });
  const unplaced = create.error && !Object.keys(fieldErrors(create.error)).some((path) => path in empty);
  return (
    <DialogContent
      title={t("addTitle")}
      footer={
        <>
          <span className="mr-auto flex min-h-8 items-center gap-2">
            <Checkbox id="add-another" checked={another} onCheckedChange={(on) => setAnother(on === true)} />
            <label htmlFor="add-another">{t("addAnother")}</label>
          </span>
          <Button type="submit" form="add-guest" variant="primary" busy={create.isPending}>
            {t("add")}
          </Button>
        </>
      }
    >
      <form id="add-guest" noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
        {unplaced ? <Alert live tone="error" title={sentence(create.error)} /> : null}
        <div className="grid grid-cols-2 gap-3">
          <Field label={t("firstName")} error={errors.firstName?.message}>
            <Input autoComplete="off" {...form.register("firstName")} />
          </Field>
          <Field label={t("lastName")} optional error={errors.lastName?.message}>
            <Input autoComplete="off" {...form.register("lastName")} />
          </Field>
        </div>
        <Field label={t("email")} optional error={errors.email?.message}>
          <Input type="email" autoComplete="off" {...form.register("email")} />
        </Field>
        <Field label={t("phone")} optional error={errors.phone?.message}>
          <Input type="tel" autoComplete="off" {...form.register("phone")} />
        </Field>
        <Field label={t("household")} help={t("householdHelp")}>
          <HouseholdPicker
            projectId={projectId}
            value={household.id}
            name={household.name}
            onChange={(id, name) => setHousehold({ id, name })}
          />
        </Field>
        <Controller
          control={form.control}
          name="tags"
          render={({ field }) => (
            <Field label={t("tags")}>
              <TagPicker projectId={projectId} value={field.value} onChange={field.onChange} />
            </Field>
          )}
        />
      </form>
    </DialogContent>
  );
}
