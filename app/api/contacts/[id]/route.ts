import { deleteContact, replaceContact } from "@/lib/guests/contacts/contract";
import * as mutations from "@/lib/guests/contacts/mutations";
import { handle } from "@/lib/http/handle";

export const PUT = handle(replaceContact, mutations.replaceContact);
export const DELETE = handle(deleteContact, mutations.deleteContact);
