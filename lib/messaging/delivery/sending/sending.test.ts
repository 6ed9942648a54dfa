import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MailProvider } from "@/lib/clients/email/mail";
import { setEnding } from "@/lib/clients/ending";
import { createSender } from "@/tests/setup/campaign";
import { approved, drive, jobsOf, type Sender, stateOf } from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { startSendgrid, startSes, startSmtp } from "@/tests/setup/mail-servers";
import { deliverRound } from "../mutations";

let inbox: Awaited<ReturnType<typeof startInbox>>;
let servers: {
  ses: Awaited<ReturnType<typeof startSes>>;
  sendgrid: Awaited<ReturnType<typeof startSendgrid>>;
  smtp: Awaited<ReturnType<typeof startSmtp>>;
};

beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
  const [ses, sendgrid, smtp] = await Promise.all([startSes(), startSendgrid(), startSmtp()]);
  servers = { ses, sendgrid, smtp };
  Object.assign(process.env, {
    ...{ SES_REGION: "eu-central-1", SES_BASE_URL: ses.url },
    ...{ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" },
    ...{ SENDGRID_API_KEY: "SG.test", SENDGRID_BASE_URL: sendgrid.url, SMTP_URL: smtp.url },
  });
});
afterAll(() => Promise.all([inbox, ...Object.values(servers)].map((server) => server.close())));

/** Of each message its address, and the reason where it was refused. */
async function outcomes(sender: Sender, provider: MailProvider) {
  const campaign = await approved(sender);
  await drive(campaign, provider);
  expect(await stateOf(campaign)).toMatchObject({ status: "sent", lastError: null });
  const jobs = await jobsOf(campaign);
  expect(jobs.filter(({ status }) => !["sent", "delivered", "failed"].includes(status))).toEqual([]);
  return {
    sent: jobs.filter(({ status }) => status !== "failed").map(({ address }) => address),
    refused: jobs.filter(({ status }) => status === "failed"),
  };
}

it("a process that was told to end calls nobody more, and what it leaves is sent by the next", async () => {
  const campaign = await approved(await createSender(20));
  const provider = (await import("@/lib/clients/email/provider")).mailProvider();
  setEnding(true);
  try {
    expect(await deliverRound(campaign, provider)).toMatchObject({ done: false });
    expect((await jobsOf(campaign)).filter(({ sentAt }) => sentAt)).toEqual([]);
  } finally {
    setEnding(false);
  }
  await drive(campaign, provider);
  expect((await jobsOf(campaign)).filter(({ sentAt }) => sentAt)).toHaveLength(20);
});

describe("a provider that takes some messages and refuses others", () => {
  it("in one call of Resend gives each refused one its own reason, also when its first answer was lost", async () => {
    for (const kind of ["accept-half", "accept-half-then-reset"] as const) {
      const sender = await createSender(150);
      await inbox.fault(kind);
      const { sent, refused } = await outcomes(
        sender,
        (await import("@/lib/clients/email/provider")).mailProvider(),
      );
      const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
      expect([...counts.keys()].sort()).toEqual(sent.sort());
      expect([...counts.values()].every((n) => n === 1)).toBe(true);
      // Whichever of the two batches it was, of 100 or of 50.
      expect([25, 50]).toContain(refused.length);
      for (const { address, lastError, sentAt } of refused) {
        expect([lastError, sentAt]).toEqual([expect.stringContaining(address), null]);
      }
    }
  });

  it("call by call, as SES, SendGrid and a mail server do, ends the same way", async () => {
    const no = { status: 400, body: { message: "not a mailbox", errors: [{ message: "not a mailbox" }] } };
    servers.ses.turns.push(no, no, no);
    servers.sendgrid.turns.push(no, no, no);
    servers.smtp.turns.push({ at: "rcpt", code: 550 }, { at: "data", code: 554 }, { at: "rcpt", code: 550 });
    const providers = {
      ses: (await import("@/lib/clients/email/ses")).sesProvider(),
      sendgrid: (await import("@/lib/clients/email/sendgrid")).sendgridProvider(),
      smtp: (await import("@/lib/clients/email/smtp")).smtpProvider(),
    };
    for (const name of ["ses", "sendgrid", "smtp"] as const) {
      const { sent, refused } = await outcomes(await createSender(6), providers[name]);
      expect(servers[name].taken.map(({ to }) => to).sort()).toEqual(sent.sort());
      expect(refused.map(({ lastError }) => lastError)).toEqual(
        Array(3).fill(expect.stringMatching(name === "smtp" ? /not now/ : /not a mailbox/)),
      );
    }
  });
});
