import { handle } from "@/lib/http/handle";
import { revokeInvite } from "@/lib/invites/contract";
import * as mutations from "@/lib/invites/mutations";

export const POST = handle(revokeInvite, mutations.revokeInvite);
