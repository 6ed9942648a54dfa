import { handle } from "@/lib/http/handle";
import { getUnsubscribe, unsubscribe } from "@/lib/messaging/unsubscribe/contract";
import * as mutations from "@/lib/messaging/unsubscribe/mutations";
import * as queries from "@/lib/messaging/unsubscribe/queries";
import { type Said, unsubscribePage } from "../document";

type Context = { params: Promise<{ subdomain: string; token: string }> };
type Answer = { organization: string; address: string; unsubscribed: boolean; test: boolean };

const ask = handle(getUnsubscribe, queries.getUnsubscribe);
const act = handle(unsubscribe, mutations.unsubscribe);

/** The link in a mail, opened: a question with a button. */
export async function GET(request: Request, context: Context): Promise<Response> {
  return show(context, await ask(request, context), ({ unsubscribed }) => (unsubscribed ? "done" : "asked"));
}

/** The button, or the one click of a mail client (RFC 8058): the same address takes both. */
export async function POST(request: Request, context: Context): Promise<Response> {
  return show(context, await act(request, context), ({ unsubscribed }) => (unsubscribed ? "done" : "back"));
}

async function show(
  { params }: Context,
  answer: Response,
  state: (known: Answer) => "asked" | "done" | "back",
): Promise<Response> {
  if (answer.status === 404) return unsubscribePage({ state: "unknown" });
  // Too often, or the database away: the problem says so, with Retry-After.
  if (!answer.ok) return answer;
  const known = (await answer.json()) as Answer;
  const said: Said = known.test
    ? { state: "test" }
    : { ...known, state: state(known), token: (await params).token };
  return unsubscribePage(said);
}
