import { handle } from "@/lib/http/handle";
import { createForm, listForms } from "@/lib/rsvp/forms/contract";
import * as mutations from "@/lib/rsvp/forms/mutations";
import * as queries from "@/lib/rsvp/forms/queries";

export const GET = handle(listForms, queries.listForms);
export const POST = handle(createForm, mutations.createForm);
