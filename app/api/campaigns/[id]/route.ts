import { handle } from "@/lib/http/handle";
import { deleteCampaign, getCampaign, updateCampaign } from "@/lib/messaging/contract";
import * as mutations from "@/lib/messaging/mutations";
import * as queries from "@/lib/messaging/queries";

export const GET = handle(getCampaign, queries.getCampaign);
export const PATCH = handle(updateCampaign, mutations.updateCampaign);
export const DELETE = handle(deleteCampaign, mutations.deleteCampaign);
