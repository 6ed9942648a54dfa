import { handle } from "@/lib/http/handle";
import { getPreferences, setPreferences } from "@/lib/messaging/preferences/contract";
import * as mutations from "@/lib/messaging/preferences/mutations";
import * as queries from "@/lib/messaging/preferences/queries";

export const GET = handle(getPreferences, queries.getPreferences);
export const POST = handle(setPreferences, mutations.setPreferences);
