import { addressOf, requestIdOf } from "@/lib/http/caller";
import { readAtMost, traced } from "@/lib/http/handle";
import { hostHeader } from "@/lib/http/host";
import { openGate, publicPage, type Visit } from "@/lib/sites/publishing/queries";

type Context = { params: Promise<Record<string, string>> };

async function visitOf({ headers }: Request, context?: Context): Promise<Visit> {
  const { subdomain = "_" } = (await context?.params) ?? {};
  return { subdomain, host: headers.get(hostHeader) ?? headers.get("host"), cookie: headers.get("cookie") };
}

/** The published page of a guest host; the middleware brings the request here. */
export async function GET(request: Request, context?: Context) {
  return traced("GET", "/ of a site", requestIdOf(request), async () =>
    publicPage(await visitOf(request, context)),
  );
}

/** The password that a site asks for, from the form on its gate. */
export async function POST(request: Request, context?: Context) {
  const typed = new TextDecoder().decode(await readAtMost(request, 4_096).catch(() => new Uint8Array()));
  const password = new URLSearchParams(typed).get("password") ?? "";
  return openGate(await visitOf(request, context), password, addressOf(request.headers));
}
