"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Asks what stands in a text where a guest or an event has no such thing; nothing is an answer, too. */
export function MergeFallback({ name, onDone }: { name: string; onDone: (fallback: string) => void }) {
  const t = useTranslations("messages");
  const [words, setWords] = useState("");
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onDone(words.trim());
      }}
    >
      <Field label={t("mergeFallback", { name })} help={t("mergeFallbackHelp")} optional>
        <Input value={words} maxLength={200} onChange={(event) => setWords(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="justify-self-end">
        {t("mergeInsert")}
      </Button>
    </form>
  );
}
