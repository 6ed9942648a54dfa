import { handle } from "@/lib/http/handle";
import { deleteQuestion } from "@/lib/rsvp/forms/contract";
import * as mutations from "@/lib/rsvp/forms/mutations";

export const DELETE = handle(deleteQuestion, mutations.deleteQuestion);
