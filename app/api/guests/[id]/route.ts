import { deleteGuest, getGuest, updateGuest } from "@/lib/guests/contract";
import * as mutations from "@/lib/guests/mutations";
import * as queries from "@/lib/guests/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(getGuest, queries.getGuest);
export const PATCH = handle(updateGuest, mutations.updateGuest);
export const DELETE = handle(deleteGuest, mutations.deleteGuest);
