import { handle } from "@/lib/http/handle";
import { getLiveTicket } from "@/lib/live/contract";
import * as queries from "@/lib/live/queries";

export const GET = handle(getLiveTicket, queries.getLiveTicket);
