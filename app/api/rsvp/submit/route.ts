import { handle } from "@/lib/http/handle";
import { submitRsvp } from "@/lib/rsvp/contract";
import * as mutations from "@/lib/rsvp/mutations";

export const POST = handle(submitRsvp, mutations.submitRsvp);
