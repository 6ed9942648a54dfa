import { createGuest, listGuests } from "@/lib/guests/contract";
import * as mutations from "@/lib/guests/mutations";
import * as queries from "@/lib/guests/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(listGuests, queries.listGuests);
export const POST = handle(createGuest, mutations.createGuest);
