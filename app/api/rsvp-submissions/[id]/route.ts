import { handle } from "@/lib/http/handle";
import { getSubmission } from "@/lib/rsvp/contract";
import * as queries from "@/lib/rsvp/queries";

export const GET = handle(getSubmission, queries.getSubmission);
