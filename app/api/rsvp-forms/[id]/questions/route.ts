import { handle } from "@/lib/http/handle";
import { addQuestion } from "@/lib/rsvp/forms/contract";
import * as mutations from "@/lib/rsvp/forms/mutations";

export const POST = handle(addQuestion, mutations.addQuestion);
