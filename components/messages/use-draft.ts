"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fieldErrors, refreshAll, useSentence } from "@/components/shell/use-contract";
import { client, ProblemError, queryKey } from "@/lib/http/client";
import type { Given } from "@/lib/http/endpoint";
import { type Campaign, getCampaign, listCampaigns, updateCampaign } from "@/lib/messaging/contract";
import { getReadiness } from "@/lib/messaging/readiness/contract";

type Patch = NonNullable<Given<typeof updateCampaign>["body"]>;
export type DraftState = "saved" | "saving" | "failed";
const REST = 600;
/** So many characters a body holds, as its contract says; more is not even sent. */
const MOST = 20_000;

/** A message while it is written: changed at once, saved after a short rest, one saving after the other. */
export function useDraft(saved: Campaign) {
  const queries = useQueryClient();
  const sentence = useSentence();
  const t = useTranslations("messages");
  const [draft, setDraft] = useState(saved);
  const [state, setState] = useState<DraftState>("saved");
  const [errors, setErrors] = useState<Record<string, string>>({});
  const pending = useRef<Patch>({});
  const version = useRef(saved.version);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const busy = useRef<Promise<boolean>>(Promise.resolve(true));

  // What somebody else wrote meanwhile replaces what nobody here has touched.
  useEffect(() => {
    if (saved.version <= version.current || Object.keys(pending.current).length > 0) return;
    version.current = saved.version;
    setDraft(saved);
  }, [saved]);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    busy.current = busy.current.then(async () => {
      const body = pending.current;
      if (Object.keys(body).length === 0) return true;
      if ((body.body?.length ?? 0) > MOST) {
        setErrors({ body: t("tooLong", { count: body.body!.length, most: MOST }) });
        setState("failed");
        return false;
      }
      pending.current = {};
      setState("saving");
      const given = { params: { id: saved.id } };
      try {
        const next = await client(updateCampaign, { ...given, body }, { ifMatch: version.current });
        version.current = next.version;
        queries.setQueryData(queryKey(getCampaign, given), next);
        setErrors({});
        setState(Object.keys(pending.current).length > 0 ? "saving" : "saved");
        void refreshAll(queries, [listCampaigns, getReadiness]);
        return true;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 412) {
          toast.error(sentence(error));
          await refreshAll(queries, [getCampaign]);
          version.current = 0;
        } else {
          pending.current = { ...body, ...pending.current };
          const named = fieldErrors(error);
          setErrors(named);
          if (Object.keys(named).length === 0) toast.error(sentence(error));
        }
        setState("failed");
        return false;
      }
    });
    return busy.current;
  }, [saved.id, queries, sentence, t]);

  const change = useCallback(
    (patch: Patch) => {
      pending.current = { ...pending.current, ...patch };
      setDraft((old) => ({ ...old, ...(patch as Partial<Campaign>) }));
      setState("saving");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), REST);
    },
    [flush],
  );
  // Only when the page is left: a flush at each drawing would send what was refused again and again.
  const newest = useRef(flush);
  newest.current = flush;
  useEffect(() => () => void newest.current(), []);
  // What was refused stands nowhere but on this page.
  useEffect(() => {
    if (state !== "failed") return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [state]);
  return { draft, change, flush, state, errors };
}
