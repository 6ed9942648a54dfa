import { expect } from "vitest";
import { startInbox as startMailServer } from "./mail";

type Letter = { id: string; subject: string; html: string; text: string };

/** The mail stand-in for suites that read letters and listen to no events of theirs; see tests/setup/mail.ts. */
export async function startInbox() {
  const mail = await startMailServer(async () => async () => new Response());
  return {
    lettersTo: (address: string): Promise<Letter[]> => mail.to(address),
    /** Waits until an address has so many letters, and returns the newest. */
    newestTo: async (address: string, count = 1): Promise<Letter> => {
      await expect.poll(async () => (await mail.to(address)).length, { timeout: 10_000 }).toBe(count);
      return (await mail.to(address))[0]!;
    },
    /** Makes the next sends go wrong (scripts/stack/mail/faults.ts). */
    fail: (kind: "error500" | "reset-after-accept" | "rate-limit", count = 1) => mail.fault(kind, { count }),
    close: mail.close,
  };
}
