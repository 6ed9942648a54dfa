import { handle } from "@/lib/http/handle";
import { cancelCampaign } from "@/lib/messaging/contract";
import * as mutations from "@/lib/messaging/mutations";

export const POST = handle(cancelCampaign, mutations.cancelCampaign);
