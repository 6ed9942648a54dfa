import { createContact } from "@/lib/guests/contacts/contract";
import * as mutations from "@/lib/guests/contacts/mutations";
import { handle } from "@/lib/http/handle";

export const POST = handle(createContact, mutations.createContact);
