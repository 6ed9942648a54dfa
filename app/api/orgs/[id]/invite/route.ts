import { handle } from "@/lib/http/handle";
import { inviteMember } from "@/lib/orgs/contract";
import * as mutations from "@/lib/orgs/invitation/mutations";

export const POST = handle(inviteMember, mutations.inviteMember);
