import { BodyTooLarge, type Listening, listen, sendJson } from "./http";
import { Acceptance } from "./mail/accept";
import { type Hold, resendApi } from "./mail/api";
import { Faults, RequestLimit } from "./mail/faults";
import { inbox } from "./mail/inbox";
import { ResendProblem } from "./mail/problem";
import { openMailDatabase } from "./mail/schema";
import { type TwilioAccount, twilioApi } from "./mail/text/api";
import { Webhooks } from "./mail/webhooks";

export type MailOptions = {
  /** The `stand_ins` database; mail lives in its schema `mail`. */
  databaseUrl: string;
  port: number;
  /** The bearer token that may send. */
  apiKey: string;
  /** Where events go, `APP/api/webhooks/resend`. */
  webhookUrl: string;
  /** `whsec_` and a key in base64, known to the app as RESEND_WEBHOOK_SECRET. */
  webhookSecret: string;
  /** SMS and WhatsApp as Twilio takes them, at the same address; left out, there is no Twilio here. */
  twilio?: TwilioAccount & {
    /** Where answers go, `APP/api/webhooks/twilio`, as the app knows it: the signature covers it. */
    webhookUrl: string;
  };
  /** Requests a second before a 429; undefined means no limit. */
  rateLimit?: number;
  /** Stops calls of many mails where whoever kills their callers wants them. */
  hold?: Hold;
};

/**
 * Stands in for Resend: the endpoints its SDK uses for mail, kept in PostgreSQL, with its errors, idempotency
 * and signed webhooks; beside them a reader for people at `/` and `GET /messages` for programs.
 *
 * Beside them it may take SMS and WhatsApp messages as Twilio does; they appear in the same inbox.
 *
 * What is answered 200 survives a kill; every event reaches the app at least once.
 */
export async function startMail(options: MailOptions): Promise<Listening> {
  const sql = await openMailDatabase(options.databaseUrl);
  const reader = await inbox(sql, () => webhooks.state());
  const webhooks = new Webhooks(
    sql,
    {
      ...{ url: options.webhookUrl, secret: options.webhookSecret },
      ...(options.twilio && { twilio: { url: options.twilio.webhookUrl, token: options.twilio.token } }),
    },
    reader.changed,
  );
  const acceptance = new Acceptance(sql, () => {
    reader.changed();
    webhooks.wake();
  });
  const api = resendApi({
    sql,
    acceptance,
    webhooks,
    apiKey: options.apiKey,
    faults: new Faults(),
    limit: new RequestLimit(options.rateLimit),
    hold: options.hold,
  });
  const texts =
    options.twilio &&
    twilioApi({
      ...{ sql, account: options.twilio },
      onAccepted: () => {
        reader.changed();
        webhooks.wake();
      },
    });
  const listening = await listen("mail", options.port, async (req, res, url) => {
    try {
      if (await reader.handle(req, res, url)) return;
      if (!(await texts?.(req, res, url))) await api(req, res, url);
    } catch (error) {
      const problem = asProblem(error);
      sendJson(res, problem.status, problem.body, problem.headers);
    }
  });
  const hourly = setInterval(() => void acceptance.forgetOldKeys().catch(console.error), 3_600_000);
  hourly.unref();
  webhooks.wake();
  return {
    ...listening,
    close: async () => {
      clearInterval(hourly);
      reader.close();
      await listening.close();
      await webhooks.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** What is answered as Resend would; anything else is a failure of ours, thrown on for the log. */
function asProblem(error: unknown): ResendProblem {
  if (error instanceof ResendProblem) return error;
  if (error instanceof BodyTooLarge)
    return new ResendProblem(413, "validation_error", "The email is larger than 40 MB.");
  throw error;
}
