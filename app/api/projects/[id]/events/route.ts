import { createEvent, listEvents } from "@/lib/events/contract";
import * as mutations from "@/lib/events/mutations";
import * as queries from "@/lib/events/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(listEvents, queries.listEvents);
export const POST = handle(createEvent, mutations.createEvent);
