import { handle } from "@/lib/http/handle";
import { decideUnknown } from "@/lib/messaging/unknown/contract";
import * as mutations from "@/lib/messaging/unknown/mutations";

export const POST = handle(decideUnknown, mutations.decideUnknown);
