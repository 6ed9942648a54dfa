"use client";

import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { formsInput } from "@/components/home/reads";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { client } from "@/lib/http/client";
import type { Project } from "@/lib/projects/contract";
import { createForm, listForms } from "@/lib/rsvp/forms/contract";
import type { TemplateId } from "@/lib/scene/templates/catalogue";
import { createSite, listSites, validateSubdomain } from "@/lib/sites/contract";
import { PaperFrame } from "./paper-frame";

export type TemplatePreview = { id: TemplateId; name: string; description: string; html: string };

/** The compositions, each drawn with this project's own names and dates. */
export function ChooseTemplate({
  project,
  templates,
  mayEdit,
}: {
  project: Project;
  templates: TemplatePreview[];
  mayEdit: boolean;
}) {
  const t = useTranslations("invitation");
  const [chosen, setChosen] = useState<TemplateId | null>(null);
  const started = useRef(false);
  const create = useWrite(createSite, { refresh: [listSites, listForms] });
  const choose = async (template: TemplateId) => {
    if (started.current) return;
    started.current = true;
    setChosen(template);
    try {
      const subdomain = await freeAddress(project.name);
      const forms = await client(listForms, formsInput(project.id));
      if (forms.total === 0) {
        await client(createForm, { params: { id: project.id }, body: { name: t("formName") } });
      }
      await create.mutateAsync({
        params: { id: project.id },
        body: { name: project.name, subdomain, template },
      });
    } catch {
      // The sentence is in the corner; the choice is open again.
      started.current = false;
      setChosen(null);
    }
  };
  if (!mayEdit) return <EmptyState title={t("noneTitle")}>{t("noneViewer")}</EmptyState>;
  return (
    <section aria-labelledby="choose" className="px-4 py-6 md:px-8">
      <h2 id="choose" className="font-semibold text-md">
        {t("chooseTitle")}
      </h2>
      <p className="text-muted-foreground">{t("chooseText")}</p>
      <ul className="mt-5 grid gap-6 sm:grid-cols-2 xl:grid-cols-3">
        {templates.map((template) => (
          <li key={template.id} className="grid content-start gap-3">
            <PaperFrame html={template.html} title={t("previewOf", { name: template.name })} />
            <div className="flex items-start justify-between gap-4">
              <div className="min-w-0">
                <h3 className="font-medium">{template.name}</h3>
                <p className="text-muted-foreground text-sm">{template.description}</p>
              </div>
              <Button
                aria-label={t("chooseThis", { name: template.name })}
                busy={chosen === template.id}
                disabled={chosen !== null}
                onClick={() => void choose(template.id)}
              >
                {t("choose")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** An address that is free, near the project's name. */
async function freeAddress(name: string): Promise<string> {
  const wished = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  const asked = wished.length >= 3 ? wished : `invitation-${wished}`.replace(/-$/, "");
  const { available, suggestions } = await client(validateSubdomain, { body: { subdomain: asked } });
  return available ? asked : (suggestions[0] ?? `${asked}-${crypto.randomUUID().slice(0, 6)}`);
}
