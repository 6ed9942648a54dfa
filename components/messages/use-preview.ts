"use client";

import { useEffect, useState } from "react";
import { client, ProblemError } from "@/lib/http/client";
import type { Output } from "@/lib/http/endpoint";
import type { Campaign } from "@/lib/messaging/contract";
import { previewCampaign } from "@/lib/messaging/preview/contract";

const REST = 300;
const MOST = 20_000;

export type Shown = Output<typeof previewCampaign>;
type Words = Pick<
  Campaign,
  "id" | "channel" | "subject" | "preheader" | "body" | "templateId" | "templateVariables"
>;

/**
 * A message as one of its guests gets it, asked for anew after each rest in writing; what is not saved yet counts.
 *
 * @returns the last answer, and why there is no newer one
 */
export function usePreview(words: Words, guestId: string | null) {
  const [shown, setShown] = useState<{ channel: Campaign["channel"]; message: Shown } | null>(null);
  const [failed, setFailed] = useState<ProblemError | null>(null);
  const { id, channel, subject, preheader, body, templateId } = words;
  const variables = JSON.stringify(words.templateVariables);
  useEffect(() => {
    // The draft says itself that it is too long.
    if (body.length > MOST) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const texts = { subject, preheader, body, templateId, templateVariables: JSON.parse(variables) };
      const given = { params: { id }, body: { channel, ...texts, ...(guestId && { guestId }) } };
      try {
        setShown({ channel, message: await client(previewCampaign, given, { signal: stop.signal }) });
        setFailed(null);
      } catch (error) {
        if (!stop.signal.aborted) setFailed(error instanceof ProblemError ? error : null);
      }
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, channel, subject, preheader, body, templateId, variables, guestId]);
  // What was shown of another channel is none of this one.
  return { message: shown?.channel === channel ? shown.message : null, failed };
}
