import { handle } from "@/lib/http/handle";
import { testCampaign } from "@/lib/messaging/preview/contract";
import * as mutations from "@/lib/messaging/preview/mutations";

export const POST = handle(testCampaign, mutations.testCampaign);
