"use client";

import { useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { listSites, type Site, updateSite } from "@/lib/sites/contract";

/** Who may see the page beside those with a personal link: a password, and whether search engines list it. */
export function SiteAccess({
  projectId,
  site,
  mayEdit,
}: {
  projectId: string;
  site: Site;
  mayEdit: boolean;
}) {
  const t = useTranslations("sites");
  return (
    <section aria-labelledby="site-access" className="grid gap-4 border-t pt-6">
      <h2 id="site-access" className="font-semibold">
        {t("accessTitle")}
      </h2>
      <Password projectId={projectId} site={site} mayEdit={mayEdit} />
      <Indexed projectId={projectId} site={site} mayEdit={mayEdit} />
    </section>
  );
}

function Password({ projectId, site, mayEdit }: { projectId: string; site: Site; mayEdit: boolean }) {
  const t = useTranslations("sites");
  const c = useTranslations("common");
  const sentence = useSentence();
  const [text, setText] = useState<string | null>(null);
  const save = useWrite(updateSite, {
    quiet: true,
    refresh: [listSites],
    onSuccess: (saved) => {
      setText(null);
      toast.success(saved.passwordProtected ? t("passwordSaved") : t("passwordRemoved"));
    },
  });
  const keep = (password: string | null) =>
    save.mutate({ params: { id: projectId, siteId: site.id }, body: { password } });
  const refusal = save.error ? (fieldErrors(save.error).password ?? sentence(save.error)) : undefined;
  if (text === null) {
    return (
      <div className="grid gap-2">
        <p className="text-sm">{site.passwordProtected ? t("passwordOn") : t("passwordOff")}</p>
        {mayEdit ? (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setText("")}>
              {site.passwordProtected ? t("passwordChange") : t("passwordSet")}
            </Button>
            {site.passwordProtected ? (
              <Button variant="ghost" busy={save.isPending} onClick={() => keep(null)}>
                {t("passwordRemove")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    );
  }
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        keep(text);
      }}
    >
      <Field label={t("password")} help={t("passwordHelp")} error={refusal}>
        <Input
          value={text}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onChange={(event) => {
            setText(event.target.value);
            save.reset();
          }}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" disabled={text.length < 4} busy={save.isPending}>
          {t("passwordSet")}
        </Button>
        <Button
          variant="ghost"
          onClick={() => {
            setText(null);
            save.reset();
          }}
        >
          {c("cancel")}
        </Button>
      </div>
    </form>
  );
}

function Indexed({ projectId, site, mayEdit }: { projectId: string; site: Site; mayEdit: boolean }) {
  const t = useTranslations("sites");
  const id = useId();
  const save = useWrite(updateSite, {
    refresh: [listSites],
    onSuccess: (saved) => toast.success(saved.indexed ? t("indexedOn") : t("indexedOff")),
  });
  const shown = save.isPending ? (save.variables?.body?.indexed ?? site.indexed) : site.indexed;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5">
      <Checkbox
        id={id}
        checked={shown}
        disabled={!mayEdit || site.passwordProtected}
        aria-describedby={`${id}-help`}
        className="translate-y-0.5"
        onCheckedChange={(checked) =>
          save.mutate({ params: { id: projectId, siteId: site.id }, body: { indexed: checked === true } })
        }
      />
      <div>
        <Label htmlFor={id}>{t("indexed")}</Label>
        <p id={`${id}-help`} className="text-muted-foreground text-sm">
          {site.passwordProtected ? t("indexedGated") : t("indexedHelp")}
        </p>
      </div>
    </div>
  );
}
