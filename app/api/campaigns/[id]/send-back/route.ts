import { handle } from "@/lib/http/handle";
import * as mutations from "@/lib/messaging/approval/mutations";
import { sendBackCampaign } from "@/lib/messaging/control/contract";

export const POST = handle(sendBackCampaign, mutations.sendBackCampaign);
