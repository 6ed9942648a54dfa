import { handle } from "@/lib/http/handle";
import { resumeCampaign } from "@/lib/messaging/control/contract";
import * as mutations from "@/lib/messaging/control/mutations";

export const POST = handle(resumeCampaign, mutations.resumeCampaign);
