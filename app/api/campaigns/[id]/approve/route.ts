import { handle } from "@/lib/http/handle";
import * as mutations from "@/lib/messaging/approval/mutations";
import { approveCampaign } from "@/lib/messaging/contract";

export const POST = handle(approveCampaign, mutations.approveCampaign);
