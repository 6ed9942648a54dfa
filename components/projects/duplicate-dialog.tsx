"use client";

import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { listMyJobs } from "@/lib/jobs/contract";
import type { Project } from "@/lib/projects/contract";
import { duplicateProject } from "@/lib/projects/duplicate/contract";

const choices = ["guests", "forms", "sites", "campaigns"] as const;

/** Asks for the copy's name and what it takes along; the copying itself goes on elsewhere. */
export function DuplicateDialog({
  project,
  open,
  onOpenChange,
}: {
  project: Project;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open ? <DuplicateForm project={project} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function DuplicateForm({ project, onDone }: { project: Project; onDone: () => void }) {
  const t = useTranslations("projects");
  const sentence = useSentence();
  const form = useId();
  const [name, setName] = useState(t("copyName", { name: project.name }));
  const [include, setInclude] = useState({ guests: true, forms: true, sites: true, campaigns: true });
  // One key for this dialog: a second click is the same copy.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const copy = useWrite(duplicateProject, {
    quiet: true,
    refresh: [listMyJobs],
    onSuccess: () => {
      toast(t("copyStarted", { name }));
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!copy.isPending)
      copy.mutate({ params: { id: project.id }, body: { name, include }, options: { idempotencyKey } });
  };
  const wrong = fieldErrors(copy.error).name;
  return (
    <DialogContent
      title={t("copyTitle", { name: project.name })}
      description={t("copyText")}
      deed={
        <Button type="submit" form={form} variant="primary" busy={copy.isPending}>
          {t("copyDo")}
        </Button>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-5">
        {copy.error && !wrong ? <Alert live tone="error" title={sentence(copy.error)} /> : null}
        <Field label={t("name")} error={wrong}>
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        <fieldset className="grid gap-3">
          <legend className="pb-2 font-medium">{t("copyInclude")}</legend>
          {choices.map((part) => (
            <div key={part} className="flex items-start gap-2.5">
              <Checkbox
                id={`${form}-${part}`}
                aria-describedby={`${form}-${part}-help`}
                checked={include[part]}
                onCheckedChange={(checked) => setInclude({ ...include, [part]: checked === true })}
              />
              <div>
                <Label htmlFor={`${form}-${part}`}>{t(`copy_${part}`)}</Label>
                <p id={`${form}-${part}-help`} className="text-muted-foreground text-sm">
                  {t(`copy_${part}_help`)}
                </p>
              </div>
            </div>
          ))}
        </fieldset>
      </form>
    </DialogContent>
  );
}
