"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { placeOf } from "@/components/shell/places";
import { useAddress } from "@/components/shell/use-address";
import { useSentence } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Project, projectKind } from "@/lib/projects/contract";
import { useCreateProject } from "./use-create-project";

/** Three inputs and a button; open while the address says `?new=project`. */
export function NewProject() {
  const { search, set } = useAddress();
  const close = () => set({ new: null });
  return (
    <Dialog open={search.get("new") === "project"} onOpenChange={(open) => open || close()}>
      <NewProjectForm organizationId={search.get("organization")} />
    </Dialog>
  );
}

function NewProjectForm({ organizationId }: { organizationId: string | null }) {
  const t = useTranslations("projects");
  const router = useRouter();
  const sentence = useSentence();
  const create = useCreateProject();
  const form = useForm({
    resolver: zodResolver(
      z.object({
        name: z.string().trim().min(1, t("nameMissing")).max(200),
        kind: projectKind,
        date: z.string(),
      }),
    ),
    defaultValues: { name: "", kind: "wedding" as Project["kind"], date: "" },
  });
  const submit = form.handleSubmit(async ({ name, kind, date }) => {
    const project = await create.mutateAsync({ name, kind, eventDate: date || null, organizationId });
    router.push(placeOf(project.id));
  });
  return (
    <DialogContent
      title={t("newTitle")}
      description={t("newHelp")}
      deed={
        <Button
          type="submit"
          form="new-project"
          variant="primary"
          busy={create.isPending || create.isSuccess}
        >
          {t("create")}
        </Button>
      }
    >
      <form
        id="new-project"
        noValidate
        onSubmit={(event) => void submit(event).catch(() => {})}
        className="grid gap-4"
      >
        {create.error ? <Alert live tone="error" title={sentence(create.error)} /> : null}
        <Field label={t("name")} help={t("nameHelp")} error={form.formState.errors.name?.message}>
          <Input autoComplete="off" placeholder={t("namePlaceholder")} {...form.register("name")} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("kind")}>
            <Select {...form.register("kind")}>
              {projectKind.options.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kind_${kind}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("date")} optional>
            <Input type="date" {...form.register("date")} />
          </Field>
        </div>
      </form>
    </DialogContent>
  );
}
