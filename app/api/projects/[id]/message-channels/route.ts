import { handle } from "@/lib/http/handle";
import { listChannels } from "@/lib/messaging/channels/contract";
import * as queries from "@/lib/messaging/channels/queries";

export const GET = handle(listChannels, queries.listChannels);
