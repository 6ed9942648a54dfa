import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { parseText, resolveText } from "@/lib/scene/text";
import { factsOf } from "@/lib/sites/queries";
import type { Audience } from "../audience/contract";
import { exampleGuest } from "../audience/queries";
import { addressees, compileCampaign, siteOf } from "../letter/queries";
import { unknownFields, unknownInBody } from "../mail/body";
import { fieldsOfMail, fillMail, fillVariables } from "../mail/parts";
import { eventFor, valuesOf } from "../mail/values";
import { campaignOf } from "../queries";
import { exampleLink, segmentsOf } from "../sms/policy";
import { testLink } from "../unsubscribe/policy";
import { filledTemplate } from "../whatsapp/policy";
import { templateOf } from "../whatsapp/queries";
import type { previewCampaign as previewContract } from "./contract";

/** A campaign's message as one guest gets it, with texts that are not saved yet in the place of the saved ones. */
export async function previewCampaign(
  cx: Cx,
  { params, body }: Input<typeof previewContract>,
): Promise<Returned<typeof previewContract>> {
  const { template: _, ...shown } = await drawMessage(cx, params.id, body);
  return shown;
}

/**
 * The same with the template that carries it by WhatsApp, and what fills that.
 *
 * @param isTest its links can be followed, to the public page; else in an SMS they are as long as a guest's own
 */
export async function drawMessage(
  cx: Cx,
  id: string,
  { guestId, ...unsaved }: Input<typeof previewContract>["body"],
  isTest = false,
) {
  const campaign = await campaignOf(cx.tx, id);
  const written = { ...campaign, ...unsaved };
  const facts = await factsOf(cx, campaign.projectId);
  const compiled = await compileCampaign(cx.tx, written, await siteOf(cx.tx, campaign), facts);
  const audience = campaign.audience as Audience;
  const chosen = guestId ?? (await exampleGuest(cx.tx, campaign.projectId, audience, written.channel));
  const guest = chosen ? (await addressees(cx.tx, [chosen], campaign.projectId)).get(chosen) : undefined;
  if (guestId && !guest) {
    throw new AppError("invalid", {
      detail: "guestId: is not a guest of this project",
      errors: [{ path: "guestId", message: "is not a guest of this project" }],
    });
  }
  const about = audience.eventId ?? null;
  // Nobody on the list yet: fields of guests show their fallbacks.
  const somebody = guest ?? { firstName: "", lastName: "", household: "", people: [], eventIds: [] };
  const values = {
    ...valuesOf(fieldsOfMail(compiled), facts, compiled.locale, about)(somebody),
    "invite.url": written.channel === "sms" && !isTest ? exampleLink(compiled.origin) : compiled.origin,
  };
  const filled = fillMail(compiled, values, testLink(compiled.ownOrigin));
  const isTemplate = written.channel === "whatsapp" && written.sender !== "host";
  const template = isTemplate ? await templateOf(cx, written.templateId) : null;
  const variables = template ? fillVariables(compiled, values) : {};
  const text = written.channel === "email" ? filled.text : filled.text.trim();
  const event = eventFor(facts, somebody.eventIds, about);
  const typed = isTemplate
    ? Object.values(written.templateVariables as Record<string, string>)
    : [written.subject ?? "", written.preheader ?? ""];
  const inBody = isTemplate ? [] : unknownInBody(written.body);
  return {
    template: template && { ...template, filled: variables },
    guest: guest ? { id: chosen!, name: guest.name } : null,
    subject: filled.subject,
    preheader: resolveText(
      parseText(written.preheader ?? "", { marks: false }),
      {
        project: facts.project,
        event,
        guest: guest ?? null,
        household: guest ? { name: guest.household } : null,
        invite: { url: compiled.origin },
      },
      compiled.locale,
    ),
    html: filled.html,
    text: template ? filledTemplate(template.body, variables) : text,
    parts: written.channel === "sms" ? segmentsOf(text) : null,
    bytes: Buffer.byteLength(filled.html || filled.text),
    unknownFields: [...new Set([...typed.flatMap(unknownFields), ...inBody])],
  };
}
