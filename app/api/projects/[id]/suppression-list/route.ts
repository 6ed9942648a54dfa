import { handle } from "@/lib/http/handle";
import { createSuppression, listSuppressions } from "@/lib/messaging/suppression/contract";
import * as mutations from "@/lib/messaging/suppression/mutations";
import * as queries from "@/lib/messaging/suppression/queries";

export const GET = handle(listSuppressions, queries.listSuppressions);
export const POST = handle(createSuppression, mutations.createSuppression);
