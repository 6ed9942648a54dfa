import { inngest } from "@/lib/clients/inngest";
import { sendConfirmation, whomToConfirm } from "@/lib/rsvp/confirmation/mutations";
import { type SubmissionSaved, submissionSaved } from "@/lib/rsvp/events";

/** Confirms an answer to everybody it speaks for who has an address: one step a mail, so that each is tried by itself. */
export const sendConfirmations = inngest().createFunction(
  { id: "send-confirmation", triggers: [{ event: submissionSaved }] },
  async ({ event, step }) => {
    const saved = event.data as SubmissionSaved;
    const guestIds = await step.run("whom", () => whomToConfirm(saved));
    for (const guestId of guestIds) await step.run(`send ${guestId}`, () => sendConfirmation(saved, guestId));
  },
);
