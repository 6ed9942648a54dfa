import { handle } from "@/lib/http/handle";
import { listAudienceGuests } from "@/lib/messaging/audience/contract";
import * as queries from "@/lib/messaging/audience/guests/queries";

export const GET = handle(listAudienceGuests, queries.listAudienceGuests);
