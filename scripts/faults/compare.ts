import postgres from "postgres";
import { until } from "../caller";
import { guestAddress } from "./campaign";
import type { VictimStack } from "./stack";

/** What was found afterwards; everything but `mails` and `refused` should be 0. */
export type Comparison = {
  mails: number;
  /** Messages that the provider refused by name; 0 where it refuses none. */
  refused: number;
  /** Guests without a mail whom it did not refuse, and guests with more than one. */
  lost: number;
  twice: number;
  /** Mails to people who had stopped them before their batch was frozen. */
  unwanted: number;
  /** Messages that the database still holds for queued or being sent. */
  stuck: number;
  /** Messages of which the database tells another story than the mail stand-in and its events. */
  untrue: number;
  /** Events that the app never took. */
  untold: number;
};

/** Who stopped their mails meanwhile; those in time get none, of the others it may have been on its way. */
export type Stopping = { asked: Set<string>; inTime: Set<string> };

type Message = { id: string; address: string; delivered: boolean };
type Job = { address: string; status: string; message: string | null; error: string | null };

/** Holds what the mail stand-in has against what the database says of a campaign. */
export async function compare(
  stack: VictimStack,
  campaign: { id: string; subject: string },
  guests: number,
  { asked, inTime }: Stopping = { asked: new Set(), inTime: new Set() },
): Promise<Comparison> {
  const mail = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  const app = postgres(stack.database("eios"), { max: 1, onnotice: () => {} });
  try {
    const pending = async () =>
      (await mail`select count(*)::int as n from mail.events where next_at is not null`)[0]!.n as number;
    // Events that are never taken are part of what is found: it waits while fewer and fewer are left.
    for (let left = await pending(); left > 0; ) {
      const before = left;
      const isLess = async () => {
        left = await pending();
        return left < before;
      };
      await until("the next events", isLess, 120).catch(() => {});
      if (left >= before) break;
    }
    const messages = await mail<Message[]>`
      select id, recipients[1] as address,
             exists (select from mail.events e where e.message_id = m.id and e.type = 'email.delivered') as delivered
        from mail.messages m where subject = ${campaign.subject}`;
    const jobs = await app<Job[]>`
      select address, status, provider_message_id as message, last_error as error
        from message_jobs where campaign_id = ${campaign.id}`;
    const batches = await app<
      { key: string }[]
    >`select id as key from message_batches where campaign_id = ${campaign.id}`;
    const keys = batches.map(({ key }) => key);
    // By what the provider answered to a key, each reason names its address.
    const refusals = await mail<{ reason: string }[]>`
      select e->>'message' as reason from mail.idempotency, jsonb_array_elements(answer->'errors') e
       where key = any (${keys}::text[])`;
    const refused = new Map(refusals.map(({ reason }) => [/\S+@\S+/.exec(reason)?.[0], reason]));
    const byAddress = grouped(messages);
    const jobOf = new Map(jobs.map((job) => [job.address, job]));
    const everybody = Array.from({ length: guests }, (_, n) => guestAddress(n)).filter(
      (address) => !asked.has(address),
    );
    const isTrue = (address: string) => {
      const [message] = byAddress.get(address) ?? [];
      const job = jobOf.get(address);
      if (refused.has(address))
        return !message && job?.status === "failed" && job.error === refused.get(address);
      return (
        message !== undefined &&
        job?.message === message.id &&
        job.status === (message.delivered ? "delivered" : "sent")
      );
    };
    return {
      mails: messages.length,
      refused: refusals.length,
      lost: everybody.filter((address) => !byAddress.has(address) && !refused.has(address)).length,
      twice: [...byAddress.values()].filter((mails) => mails.length > 1).length,
      unwanted: [...inTime].filter((address) => byAddress.has(address)).length,
      stuck: jobs.filter(({ status }) => status === "queued" || status === "sending").length,
      untrue: everybody.filter((address) => !isTrue(address)).length,
      untold: await pending(),
    };
  } finally {
    await Promise.all([mail.end({ timeout: 1 }), app.end({ timeout: 1 })]);
  }
}

function grouped(messages: readonly Message[]): Map<string, Message[]> {
  const groups = new Map<string, Message[]>();
  for (const message of messages)
    groups.set(message.address, [...(groups.get(message.address) ?? []), message]);
  return groups;
}
