"use server";

import { redirect } from "next/navigation";
import { action } from "@/lib/http/load";
import { acceptInvitation as contract } from "./contract";
import { acceptInvitation as accept } from "./mutations";

export type Refusal = { detail: string; code: string };

/** Accepts an invitation from its page and goes on to the organization; a refusal comes back for the page to say. */
export async function acceptInvitation(token: string): Promise<Refusal> {
  const result = await action(contract, accept, { params: { token } });
  if (result.ok) redirect(`/dashboard?organization=${result.output.organizationId}`);
  return { detail: result.detail, code: result.code };
}
