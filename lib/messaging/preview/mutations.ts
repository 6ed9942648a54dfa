import { and, eq, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { organizationMembers, projects } from "@/db/schema";
import { siteOrigin } from "@/lib/clients/env";
import { log } from "@/lib/clients/log";
import { MailError, sendMail } from "@/lib/clients/mail";
import { twilioProvider } from "@/lib/clients/text/twilio";
import { normalizeContact } from "@/lib/guests/contacts/policy";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { take } from "@/lib/http/entitlement";
import { claimOnce, releaseKey } from "@/lib/http/idempotency";
import { runAsJob } from "@/lib/http/job";
import { AppError } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { factsOf } from "@/lib/sites/queries";
import { tally } from "../audience/queries";
import type { TestRequested } from "../events";
import { testCampaign as testName } from "../events";
import { siteOf } from "../letter/queries";
import { mailWords } from "../mail/words";
import { campaignOf } from "../queries";
import { tierCheck } from "../readiness/policy";
import { examineWords } from "../readiness/words/queries";
import { overTier, TESTS_A_DAY } from "../standing/policy";
import { tierOf } from "../standing/queries";
import { isDelivered } from "../whatsapp/policy";
import { templateOf } from "../whatsapp/queries";
import type { testCampaign as testContract } from "./contract";
import { untakenMail } from "./mail";
import { markTest } from "./policy";
import { drawMessage } from "./queries";

type Campaign = Awaited<ReturnType<typeof campaignOf>>;

const invalid = (message: string) =>
  new AppError("invalid", { detail: `to: ${message}`, errors: [{ path: "to", message }] });

/** Asks for a test to the caller, another member or a number; a function of the jobs server sends it. */
export async function testCampaign(cx: Cx, { params, body }: Input<typeof testContract>) {
  const campaign = await campaignOf(cx.tx, params.id);
  const { id, projectId, channel } = campaign;
  const to =
    channel === "email" ? await receiverOf(cx, body.to) : await numberToTry(cx, campaign, body.to ?? "");
  const author = cx.actor.kind === "user" ? cx.actor.email : null;
  const data = { campaignId: id, channel, to, guestId: body.guestId ?? null, author };
  await emit(cx, { name: testName, projectId, data });
  await audit(cx, "campaign.tested", { kind: "campaign", id, projectId }, { after: { channel } });
  return { to };
}

/** The address that a test goes to: the caller's own or a member's, so that nobody mails strangers with it. */
async function receiverOf(cx: Cx, given: string | undefined): Promise<string> {
  const to = given?.toLowerCase();
  if (cx.actor.kind === "user" && (!to || to === cx.actor.email)) return cx.actor.email;
  const [member] = to
    ? await cx.tx
        .select({ email: organizationMembers.email })
        .from(organizationMembers)
        .where(
          and(sql`lower(${organizationMembers.email}) = ${to}`, eq(organizationMembers.status, "active")),
        )
    : [];
  if (member) return member.email;
  throw invalid(to ? "is no member's address" : "is missing: an API key has no address of its own");
}

/** The number that a test goes to, in E.164: anybody's may be typed, so it must not become a way to write to strangers. */
async function numberToTry(cx: Cx, campaign: Campaign, written: string): Promise<string> {
  const say = mailWords("en");
  const refuse = (detail: string) => new AppError("unprocessable", { detail });
  const channel = campaign.channel as "sms" | "whatsapp";
  if (campaign.sender === "host") throw refuse(say("tried.host"));
  await take(cx, "smsPerMonth", 1);
  const [project] = await cx.tx
    .select({ country: projects.country })
    .from(projects)
    .where(eq(projects.id, campaign.projectId));
  const to = normalizeContact("phone", written, project!.country, "to");
  await takeOfToday(cx);

  const site = await siteOf(cx.tx, campaign);
  const about = { facts: await factsOf(cx, campaign.projectId), site, audience: tally(new Map()) };
  const { checks } = await examineWords(cx, campaign, { ...about, first: null, reached: [] });
  const words = [campaign.body, ...Object.values(campaign.templateVariables as Record<string, string>)];
  const asked = await tierOf(cx, campaign.id, words, site && new URL(siteOrigin(site)).host, 1);
  // A test is none of the day's sends.
  const mayNot = asked && overTier({ ...asked, sent: 0 }) ? tierCheck({ ...asked, sent: 0 }, say) : undefined;
  const failed =
    mayNot ??
    checks.find(({ key, status }) => status === "fail" && (key === "template" || key === "carrier"));
  if (failed) throw refuse([failed.message, failed.fix].filter(Boolean).join(" "));

  const template = channel === "whatsapp" ? await templateOf(cx, campaign.templateId) : null;
  if (template && !isDelivered(template.category, to)) throw invalid(say("tried.us_marketing"));
  const [stopped] = await cx.tx.execute(sql`
    select 1 from suppression_list
     where organization_id = ${organizationOf(cx)} and channel = ${channel} and address = ${to}`);
  if (stopped) throw invalid(say("tried.stopped"));
  return to;
}

/** Of two at the last place one wins. As the system: whoever is narrowed to a project shares the organization's day. */
async function takeOfToday(cx: Cx): Promise<void> {
  const organizationId = organizationOf(cx);
  await cx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`tests of ${organizationId}`}, 0))`,
  );
  const [today] = await lend(cx.tx, "system", (tx) =>
    tx.execute<{ count: number; seconds: number }>(sql`
      select count(*)::int as count,
             ceil(extract(epoch from min(at) + interval '1 day' - now()))::int as seconds
        from audit_log
       where organization_id = ${organizationId} and action = 'campaign.tested'
         and after->>'channel' in ('sms', 'whatsapp') and at > now() - interval '1 day'`),
  );
  const { count, seconds } = today!;
  if (count < TESTS_A_DAY) return;
  throw new AppError("rate_limited", {
    detail: mailWords("en")("tried.tooMany", { count: TESTS_A_DAY, hours: Math.ceil(seconds / 3_600) }),
    retryAfter: seconds,
  });
}

const NAME = "send-test";

/** Why a test was not taken, as far as one knows. */
export type Untaken = { outcome: "refused" | "unknown"; reason: string };

/**
 * Sends the test that somebody asked for.
 *
 * @param key the event's id: tried again, the message leaves once
 * @returns null when it left, or had been begun before
 * @throws MailError when it was not taken; the jobs server tries again
 */
export async function sendTest(
  { organizationId, campaignId, channel, to, guestId }: TestRequested,
  key: string,
): Promise<Untaken | null> {
  const drawn = await runAsJob(NAME, organizationId, (cx) =>
    drawMessage(cx, campaignId, { channel, ...(guestId && { guestId }) }, true),
  );
  const mark = mailWords("en")("letter.test");
  if (channel === "email") {
    const { subject, html, text } = drawn;
    const mail = { subject: `${mark} ${subject}`.trim(), html, text, to, tags: { kind: "campaign-test" } };
    await sendMail({ ...mail, idempotencyKey: `campaign-test/${key}` });
    return null;
  }
  // Text providers know no keys: what was begun is never begun again.
  const idempotencyKey = `campaign-test/${key}`;
  if (!(await runAsJob(NAME, organizationId, (cx) => claimOnce(cx, idempotencyKey)))) return null;
  const content = markTest(drawn, mark);
  const outcome = await twilioProvider(channel)?.send([{ channel, to, content, tags: null }]);
  if (!outcome) return { outcome: "refused", reason: mailWords("en")("tried.noProvider") };
  if (outcome.kind === "accepted") return null;
  log.warn({ campaign: campaignId, outcome: outcome.kind }, "a test was not taken");
  if (outcome.kind === "later") {
    await runAsJob(NAME, organizationId, (cx) => releaseKey(cx, { idempotencyKey }));
    throw new MailError(outcome.reason, outcome.seconds);
  }
  return { outcome: outcome.kind === "refused" ? "refused" : "unknown", reason: outcome.reason };
}

/** Tells whoever asked for a test that it was not taken, and why. */
export async function tellUntaken(
  { organizationId, campaignId, to, author }: TestRequested,
  untaken: Untaken,
  key: string,
): Promise<void> {
  if (!author) return;
  const campaign = await runAsJob(NAME, organizationId, ({ tx }) => campaignOf(tx, campaignId));
  await sendMail(await untakenMail({ to: author, campaign, number: to, ...untaken, key }));
}
