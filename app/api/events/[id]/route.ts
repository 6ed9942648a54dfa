import { deleteEvent, getEvent, updateEvent } from "@/lib/events/contract";
import * as mutations from "@/lib/events/mutations";
import * as queries from "@/lib/events/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(getEvent, queries.getEvent);
export const PATCH = handle(updateEvent, mutations.updateEvent);
export const DELETE = handle(deleteEvent, mutations.deleteEvent);
