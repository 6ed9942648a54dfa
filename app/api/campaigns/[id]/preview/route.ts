import { handle } from "@/lib/http/handle";
import { previewCampaign } from "@/lib/messaging/preview/contract";
import * as queries from "@/lib/messaging/preview/queries";

export const POST = handle(previewCampaign, queries.previewCampaign);
