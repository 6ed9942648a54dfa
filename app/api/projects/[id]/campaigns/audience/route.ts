import { handle } from "@/lib/http/handle";
import { countAudience } from "@/lib/messaging/audience/contract";
import * as queries from "@/lib/messaging/audience/queries";

export const GET = handle(countAudience, queries.countAudience);
