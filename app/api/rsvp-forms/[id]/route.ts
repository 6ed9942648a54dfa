import { handle } from "@/lib/http/handle";
import { deleteForm, getForm, updateForm } from "@/lib/rsvp/forms/contract";
import * as mutations from "@/lib/rsvp/forms/mutations";
import * as queries from "@/lib/rsvp/forms/queries";

export const GET = handle(getForm, queries.getForm);
export const PUT = handle(updateForm, mutations.updateForm);
export const DELETE = handle(deleteForm, mutations.deleteForm);
