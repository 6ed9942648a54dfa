import type { Tx } from "@/db/client";
import type { Facts } from "@/lib/scene/facts";
import { addressees } from "../letter/queries";
import { type CompiledMail, fieldsOfMail, fillMail } from "../mail/parts";
import { valuesOf } from "../mail/values";
import { exampleLink, type Parts, segmentsOf } from "./policy";

type Audience = { projectId: string; guestIds: readonly string[]; about: string | null };

/**
 * The texts of a campaign counted one by one, as they will leave: names are of different lengths, and one letter
 * that GSM-7 has not makes a text of two parts out of one.
 */
export async function measureTexts(
  tx: Tx,
  compiled: CompiledMail,
  facts: Facts,
  { projectId, guestIds, about }: Audience,
): Promise<{ total: number; longest: Parts }> {
  const people = await addressees(tx, guestIds, projectId);
  const valuesFor = valuesOf(fieldsOfMail(compiled), facts, compiled.locale, about);
  const link = { "invite.url": exampleLink(compiled.origin) };
  const count = (values: object) => segmentsOf(fillMail(compiled, { ...values, ...link }, "").text.trim());
  let total = 0;
  let longest: Parts | null = null;
  for (const person of people.values()) {
    const parts = count(valuesFor(person));
    total += parts.segments;
    if (!longest || isLonger(parts, longest)) longest = parts;
  }
  return { total, longest: longest ?? count({}) };
}

const isLonger = (one: Parts, other: Parts) =>
  one.segments === other.segments ? one.characters > other.characters : one.segments > other.segments;
