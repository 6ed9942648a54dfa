import { handle } from "@/lib/http/handle";
import { regenerateInvite } from "@/lib/invites/contract";
import * as mutations from "@/lib/invites/mutations";

export const POST = handle(regenerateInvite, mutations.regenerateInvite);
