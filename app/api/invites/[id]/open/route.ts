import { handle } from "@/lib/http/handle";
import { openInvite } from "@/lib/invites/contract";
import * as mutations from "@/lib/invites/mutations";

export const POST = handle(openInvite, mutations.openInvite);
