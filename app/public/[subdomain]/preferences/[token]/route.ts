import { handle } from "@/lib/http/handle";
import { getPreferences, setPreferences } from "@/lib/messaging/preferences/contract";
import * as mutations from "@/lib/messaging/preferences/mutations";
import * as queries from "@/lib/messaging/preferences/queries";
import { unsubscribePage } from "../../unsubscribe/document";
import { type Chosen, preferencesPage } from "../document";

type Context = { params: Promise<{ subdomain: string; token: string }> };

const read = handle(getPreferences, queries.getPreferences);
const save = handle(setPreferences, mutations.setPreferences);

/** The channels by which one is written to, each to be ticked; opening the page changes nothing. */
export async function GET(request: Request, context: Context): Promise<Response> {
  return show(await read(request, context), false);
}

/** What was ticked, saved; the same page again, so that a mistake is put right where it was made. */
export async function POST(request: Request, context: Context): Promise<Response> {
  return show(await save(request, context), true);
}

async function show(response: Response, saved: boolean): Promise<Response> {
  if (response.status === 404) return unsubscribePage({ state: "unknown" });
  // Too often, or the database away: the problem says so, with Retry-After.
  if (!response.ok) return response;
  const chosen = (await response.json()) as Chosen;
  return chosen.test ? unsubscribePage({ state: "test" }) : preferencesPage(chosen, saved);
}
