import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { rsvpForms, sites } from "@/db/schema";
import { env, siteOrigin } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import { phaseOf } from "@/lib/rsvp/policy";
import type { Facts } from "@/lib/scene/facts";
import { FIELDS, type FieldName, resolveField } from "@/lib/scene/fields";
import { parseText } from "@/lib/scene/text";
import type { Audience } from "../../audience/contract";
import type { Channel } from "../../audience/policy";
import { type tally, unasked, uuids } from "../../audience/queries";
import type { nextRun } from "../../automation/policy";
import { carrierFor } from "../../delivery/queries";
import { type CampaignSite, compileCampaign } from "../../letter/queries";
import {
  bareFields,
  bareFieldsOfBody,
  linksOf,
  parseBody,
  unknownFields,
  unknownInBody,
} from "../../mail/body";
import { type CompiledMail, fieldsOfMail, fillMail } from "../../mail/parts";
import { eventFor } from "../../mail/values";
import { mailWords } from "../../mail/words";
import type { campaignOf } from "../../queries";
import { costOf } from "../../sms/policy";
import { measureTexts } from "../../sms/queries";
import { unsubscribeLink } from "../../unsubscribe/policy";
import { missingVariables } from "../../whatsapp/policy";
import { templateOf } from "../../whatsapp/queries";
import { checksOf } from "../policy";

type Campaign = Awaited<ReturnType<typeof campaignOf>>;

type About = {
  facts: Facts;
  site: CampaignSite | null;
  audience: ReturnType<typeof tally>;
  first: ReturnType<typeof nextRun>;
  reached: readonly { guestId: string; groupId: string }[];
};

/** Holds the words of one channel against what they need, for those whom it reaches. */
export async function examineWords(
  cx: Cx,
  campaign: Campaign,
  { facts, site, audience, reached, first }: About,
) {
  const { tx } = cx;
  const chosen = campaign.audience as Audience;
  const byHost = campaign.sender === "host";
  const template =
    campaign.channel === "whatsapp" && !byHost ? await templateOf(cx, campaign.templateId) : null;
  const compiled = await compileCampaign(tx, campaign, site, facts);
  const given = campaign.templateVariables as Record<string, string>;
  const isTemplate = campaign.channel === "whatsapp" && !byHost;
  const lines = isTemplate ? Object.values(given) : [campaign.subject ?? "", campaign.preheader ?? ""];
  const body = isTemplate ? "" : campaign.body;
  const blocks = parseBody(body);
  const bare = new Set([
    ...lines.flatMap((line) => bareFields(parseText(line, { marks: false }))),
    ...bareFieldsOfBody(blocks),
  ]);
  const filled = fillMail(compiled, {}, unsubscribeLink(compiled.ownOrigin, "x".repeat(64)));
  const carrier = carrierFor(campaign.channel);
  const isText = campaign.channel !== "email";
  const guestIds = reached.map(({ guestId }) => guestId);
  const whom = { projectId: campaign.projectId, guestIds, about: chosen.eventId ?? null };
  const parts = campaign.channel === "sms" || byHost ? await measureTexts(tx, compiled, facts, whom) : null;
  const checks = checksOf(
    {
      now: cx.now,
      text: isText ? { isSetUp: byHost || carrier !== null, parts: parts?.longest ?? null } : null,
      template: isTemplate
        ? {
            ...{
              name: template?.name ?? "",
              category: template?.category ?? "",
              status: template?.status ?? null,
            },
            missing: missingVariables(template?.variables ?? [], given),
          }
        : null,
      audience,
      chosen,
      site: site && { published: site.status === "published", address: new URL(siteOrigin(site)).host },
      form: await formPhase(tx, campaign.projectId, site, cx.now),
      subject: campaign.subject,
      unknownFields: [...new Set([...lines.flatMap(unknownFields), ...unknownInBody(body)])],
      emptyFields: await emptyFields(tx, reached, facts, compiled.locale, [...bare], chosen.eventId ?? null),
      hasLink:
        fieldsOfMail({ ...compiled, html: [] }).includes("invite.url") &&
        (isText || hasField(compiled, "invite.url")),
      hasUnsubscribe: isText || [filled.html, filled.text].every((part) => part.includes("/unsubscribe/")),
      expiredLinks: await expiredLinks(tx, reached),
      links: await ownLinks(tx, linksOf(blocks)),
      bytes: Buffer.byteLength(filled.html),
      sender: {
        local: carrier?.local ?? false,
        address: /<?([^<>\s]+@[^<>\s]+)>?$/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM,
      },
      scheduledAt: campaign.scheduledAt,
      automation: campaign.trigger ? { first } : null,
      unasked:
        isText && !byHost && template?.category !== "utility"
          ? await unaskedAmong(tx, reached, campaign.channel)
          : 0,
    },
    mailWords("en"),
  );
  const cost = parts && !byHost ? costOf(parts.total, env().TWILIO_SMS_PRICE ?? null) : null;
  return { checks, compiled, parts, cost };
}

type Reached = readonly { guestId: string; groupId: string }[];

const hasField = (mail: CompiledMail, field: FieldName) =>
  fieldsOfMail({ ...mail, subject: [], text: [] }).includes(field);

/** Whether the form that the site shows takes answers; null where there is none. */
async function formPhase(tx: Tx, projectId: string, site: CampaignSite | null, now: Date) {
  const [form] = await tx
    .select()
    .from(rsvpForms)
    .where(
      and(
        eq(rsvpForms.projectId, projectId),
        site?.rsvpFormId ? eq(rsvpForms.id, site.rsvpFormId) : undefined,
      ),
    )
    .orderBy(asc(rsvpForms.createdAt), asc(rsvpForms.id))
    .limit(1);
  return form ? phaseOf(form, now) : null;
}

/** Fields without a fallback that would leave a hole, and in how many mails. */
async function emptyFields(
  tx: Tx,
  reached: Reached,
  facts: Facts,
  locale: string,
  bare: FieldName[],
  about: string | null,
) {
  const asked = bare.filter((field) => FIELDS[field].scope !== "guest" || field === "guest.lastName");
  if (asked.length === 0) return [];
  const ids = uuids(reached.map(({ guestId }) => guestId));
  const [named] = await tx.execute<{ unnamed: number }>(
    sql`select count(*)::int as unnamed from guests where id = any (${ids}) and last_name = ''`,
  );
  // Guests who are invited to the same events get the same facts: few sets, each asked once.
  const groups = await tx.execute<{ eventIds: string[]; guests: number }>(sql`
    select "eventIds", count(*)::int as guests
      from (select array_agg(event_id::text order by event_id) as "eventIds" from guest_events
             where guest_id = any (${ids}) and invited group by guest_id) invited
     group by "eventIds"`);
  const uninvited = reached.length - groups.reduce((sum, { guests }) => sum + guests, 0);
  const isEmpty = (field: FieldName, eventIds: string[]) =>
    resolveField(
      field,
      {
        project: facts.project,
        event: eventFor(facts, eventIds, about),
        guest: null,
        household: null,
        invite: null,
      },
      locale,
    ) === null;
  return asked
    .map((field) => ({
      field,
      count:
        field === "guest.lastName"
          ? named!.unnamed
          : [...groups, { eventIds: [], guests: uninvited }]
              .filter(({ eventIds }) => isEmpty(field, eventIds))
              .reduce((sum, { guests }) => sum + guests, 0),
    }))
    .filter(({ count }) => count > 0);
}

/** Recipients who would be written to for the first time without having allowed it. */
async function unaskedAmong(tx: Tx, reached: Reached, channel: Channel): Promise<number> {
  const ids = uuids(reached.map(({ guestId }) => guestId));
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from guests g where g.id = any (${ids}) and ${unasked(channel)}`,
  );
  return row!.n;
}

/** Recipients whose household has a link that opens nothing any more. */
async function expiredLinks(tx: Tx, reached: Reached): Promise<number> {
  const rows = await tx.execute<{ groupId: string }>(sql`
    select group_id as "groupId" from invites
     where group_id = any (${uuids([...new Set(reached.map(({ groupId }) => groupId))])})
       and guest_id is null and status = 'active' and (expires_at <= now() or use_count >= max_uses)`);
  const expired = new Set(rows.map(({ groupId }) => groupId));
  return reached.filter(({ groupId }) => expired.has(groupId)).length;
}

/** Links of a text to sites of the organization, which are looked up; others are taken as they are. */
async function ownLinks(tx: Tx, links: string[]) {
  const suffix = `.${env().SITES_DOMAIN}`;
  const hosts = links.flatMap((link) => (URL.canParse(link) ? [new URL(link).host.toLowerCase()] : []));
  const labels = hosts.filter((host) => host.endsWith(suffix)).map((host) => host.slice(0, -suffix.length));
  const rows =
    labels.length === 0
      ? []
      : await tx
          .select({ subdomain: sites.subdomain, status: sites.status })
          .from(sites)
          .where(inArray(sites.subdomain, labels));
  const unpublished = rows
    .filter(({ status }) => status !== "published")
    .map(({ subdomain }) => subdomain + suffix);
  return { total: links.length, unpublished };
}
