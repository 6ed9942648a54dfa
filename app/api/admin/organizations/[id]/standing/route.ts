import { handle } from "@/lib/http/handle";
import { getStanding, setStanding } from "@/lib/messaging/standing/contract";
import * as mutations from "@/lib/messaging/standing/mutations";
import * as queries from "@/lib/messaging/standing/queries";

export const GET = handle(getStanding, queries.getStanding);
export const PUT = handle(setStanding, mutations.setStanding);
