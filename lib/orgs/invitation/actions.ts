"use server";

import { redirect } from "next/navigation";
import { action } from "@/lib/http/load";
import { acceptInvitation as contract } from "./contract";
import { acceptInvitation as accept } from "./mutations";

export type Refusal = { detail: string; code: string };

/**
 * Accepts the invitation that a form names and goes on to the organization; a refusal comes back for the page to say.
 * The form sends the token itself, so that it works without JavaScript too.
 */
export async function acceptInvitation(_before: Refusal | null, form: FormData): Promise<Refusal> {
  const result = await action(contract, accept, { params: { token: String(form.get("token")) } });
  if (result.ok) redirect(`/dashboard?organization=${result.output.organizationId}`);
  return { detail: result.detail, code: result.code };
}
