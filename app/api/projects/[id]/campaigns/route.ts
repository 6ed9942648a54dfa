import { handle } from "@/lib/http/handle";
import { createCampaign, listCampaigns } from "@/lib/messaging/contract";
import * as mutations from "@/lib/messaging/mutations";
import * as queries from "@/lib/messaging/queries";

export const GET = handle(listCampaigns, queries.listCampaigns);
export const POST = handle(createCampaign, mutations.createCampaign);
