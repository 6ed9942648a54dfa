import { handle } from "@/lib/http/handle";
import { validateInvite } from "@/lib/invites/contract";
import * as mutations from "@/lib/invites/mutations";

export const POST = handle(validateInvite, mutations.validateInvite);
