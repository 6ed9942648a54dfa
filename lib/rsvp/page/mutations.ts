import { createHash } from "node:crypto";
import { withTenant } from "@/db/client";
import { addressOf, requestIdOf } from "@/lib/http/caller";
import { readAtMost } from "@/lib/http/handle";
import { run } from "@/lib/http/pipeline";
import { AppError } from "@/lib/http/problem";
import { type ParsedAnswer, parseAnswerForm } from "@/lib/scene/answer-form";
import { logAccess } from "@/lib/tenancy/invite-access";
import { submitRsvp as submitContract } from "../contract";
import { isClosed } from "../household/policy";
import { submitRsvp } from "../mutations";
import { answerGuests, askedOnPage, pageForm } from "./policy";
import type { Opened } from "./queries";

const MOST_BYTES = 256 * 1024;

type Open = Extract<Opened, { open: true }>;

/** What became of a posted answer: it stands, or why it does not, with everything as it was typed. */
export type Posted = { error: AppError; entries: [string, string][] } | { error: null };

/**
 * Answers by the form on the page, through the same contract as the API. What was typed is read by the page's own
 * form; events whose deadline has passed are left as they stand, since the page cannot take them out of a form.
 *
 * @throws AppError too_large, unsupported_media_type, bad_request for what is no form
 */
export async function answerByPage(
  request: Request,
  token: string,
  { household, now }: Open,
): Promise<Posted> {
  const bytes = await readAtMost(request, MOST_BYTES);
  const form = pageForm(household);
  if (!form) return { error: new AppError("closed"), entries: [] };
  const asked = askedOnPage(household);
  const answer = parseAnswerForm(
    await formData(request, bytes),
    form,
    answerGuests(household, asked),
    asked.plusOnes,
  );
  const closed = new Set(household.events.filter((event) => isClosed(event, now)).map(({ id }) => id));
  try {
    await run(submitContract, submitRsvp, {
      requestId: requestIdOf(request),
      address: addressOf(request.headers),
      userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
      token: null,
      params: {},
      query: {},
      body: bodyOf(answer, closed, { token, formId: form.id }),
      bodyHash: createHash("sha256").update(bytes).digest("hex"),
      ifMatch: null,
      idempotencyKey: request.headers.get("idempotency-key"),
    });
    return { error: null };
  } catch (error) {
    if (error instanceof AppError) return { error, entries: answer.entries };
    throw error;
  }
}

const bodyOf = (
  answer: ParsedAnswer,
  closed: ReadonlySet<string>,
  of: { token: string; formId: string },
) => ({
  ...of,
  revision: answer.revision,
  message: answer.message,
  responses: answer.responses.map(({ guestId, plusOne, attendance, answers }) => ({
    guestId,
    plusOne,
    attendance: Object.fromEntries(Object.entries(attendance).filter(([id]) => !closed.has(id))),
    answers,
  })),
});

async function formData(request: Request, bytes: Uint8Array): Promise<FormData | URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return new URLSearchParams(new TextDecoder().decode(bytes));
  }
  if (!/^multipart\/form-data\b/i.test(type)) throw new AppError("unsupported_media_type");
  try {
    return await new Response(bytes as BodyInit, { headers: { "content-type": type } }).formData();
  } catch {
    throw new AppError("bad_request");
  }
}

/** Appends a page's opening to the link's log; counts nothing (a robot opens links too). */
export const logOpening = (
  opened: Opened,
  from: { userAgent: string | null; address: string },
): Promise<unknown> => {
  const { holder } = opened;
  if (!holder) return Promise.resolve();
  const denied = holder.state === "revoked" || holder.state === "expired";
  return withTenant(holder.scope, (tx) => logAccess(tx, holder, denied ? "denied" : "opened", from));
};
