import { removeGuestTag } from "@/lib/guests/tags/contract";
import * as mutations from "@/lib/guests/tags/mutations";
import { handle } from "@/lib/http/handle";

export const DELETE = handle(removeGuestTag, mutations.removeGuestTag);
