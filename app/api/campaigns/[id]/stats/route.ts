import { handle } from "@/lib/http/handle";
import { getCampaignStats } from "@/lib/messaging/report/contract";
import * as queries from "@/lib/messaging/report/queries";

export const GET = handle(getCampaignStats, queries.getCampaignStats);
