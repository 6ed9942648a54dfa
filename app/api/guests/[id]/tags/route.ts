import { addGuestTag } from "@/lib/guests/tags/contract";
import * as mutations from "@/lib/guests/tags/mutations";
import { handle } from "@/lib/http/handle";

export const POST = handle(addGuestTag, mutations.addGuestTag);
