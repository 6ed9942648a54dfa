"use client";

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { client, queryKey } from "@/lib/http/client";
import { listSites, type Site, updateSite, validateSubdomain } from "@/lib/sites/contract";

/** Where guests find it, tried while one types. */
export function AddressForm({
  projectId,
  site,
  disabled,
}: {
  projectId: string;
  site: Site;
  disabled: boolean;
}) {
  const t = useTranslations("invitation");
  const c = useTranslations("common");
  const sentence = useSentence();
  const [text, setText] = useState(site.subdomain);
  const wished = useDeferredValue(text.trim().toLowerCase());
  const isNew = wished !== site.subdomain;
  const given = { body: { subdomain: wished } };
  const asked = useQuery({
    queryKey: queryKey(validateSubdomain, given),
    queryFn: async ({ signal }) => {
      // A short rest, so that a word being typed is asked about once.
      await new Promise((resolve) => setTimeout(resolve, 200));
      signal.throwIfAborted();
      return client(validateSubdomain, given, { signal });
    },
    enabled: isNew && wished !== "",
  });
  const save = useWrite(updateSite, {
    quiet: true,
    refresh: [listSites],
    onSuccess: (saved) => toast.success(t("addressSaved", { address: host(saved.url) })),
  });
  const answer = isNew ? asked.data : undefined;
  const refusal = save.error ? (fieldErrors(save.error).subdomain ?? sentence(save.error)) : undefined;
  const error = answer && !answer.available ? (answer.message ?? t("addressTaken")) : refusal;
  const domain = host(site.url).slice(site.subdomain.length);
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          params: { id: projectId, siteId: site.id },
          body: { subdomain: wished },
          options: { ifMatch: site.version },
        });
      }}
    >
      <Field
        label={t("address")}
        error={error}
        help={
          answer?.available ? (
            <span className="inline-flex items-center gap-1 text-success">
              <Check aria-hidden className="size-3.5" />
              {t("addressFree")}
            </span>
          ) : (
            t("addressHelp")
          )
        }
        aside={domain}
      >
        <Input
          value={text}
          disabled={disabled}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          maxLength={63}
          onChange={(event) => {
            setText(event.target.value);
            save.reset();
          }}
        />
      </Field>
      {answer && !answer.available && answer.suggestions.length > 0 ? (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          {t("addressInstead")}
          {answer.suggestions.slice(0, 3).map((label) => (
            <Button key={label} size="sm" onClick={() => setText(label)}>
              {label}
            </Button>
          ))}
        </p>
      ) : null}
      {isNew ? (
        <div className="flex gap-2">
          <Button type="submit" disabled={!answer?.available} busy={save.isPending}>
            {t("addressTake")}
          </Button>
          <Button variant="ghost" onClick={() => setText(site.subdomain)}>
            {c("cancel")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** The host of an address, as people read it. */
export const host = (url: string) => new URL(url).host;
