import { handle } from "@/lib/http/handle";
import { resolveSettings } from "@/lib/settings/contract";
import * as queries from "@/lib/settings/queries";

export const POST = handle(resolveSettings, queries.resolveSettings);
