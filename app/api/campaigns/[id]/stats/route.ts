import { handle } from "@/lib/http/handle";
import { getCampaignStats } from "@/lib/messaging/contract";
import * as queries from "@/lib/messaging/queries";

export const GET = handle(getCampaignStats, queries.getCampaignStats);
