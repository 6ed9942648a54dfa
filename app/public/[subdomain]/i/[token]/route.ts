import { inBackground } from "@/lib/http/background";
import { addressOf } from "@/lib/http/caller";
import { behindLink, document, refusal } from "@/lib/rsvp/page/door/queries";
import { answerByPage, logOpening } from "@/lib/rsvp/page/mutations";
import { personalHeaders } from "@/lib/rsvp/page/policy";
import { drawPage, noticeOf, type Opened, openLink } from "@/lib/rsvp/page/queries";

type Context = { params: Promise<{ subdomain: string; token: string }> };

/** The personal page. Looking at it changes nothing but the link's log. */
export function GET(request: Request, context: Context): Promise<Response> {
  const log = (opened: Opened) =>
    inBackground(() =>
      logOpening(opened, {
        userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
        address: addressOf(request.headers),
      }),
    );
  return behindLink(
    request,
    context,
    async (opened, token) => {
      log(opened);
      const query = new URL(request.url).searchParams;
      const prefill = ({ yes: "attending", no: "declined" } as const)[query.get("a") ?? ""] ?? null;
      return document(drawPage(opened, { token, prefill, justAnswered: query.has("thanks") }));
    },
    log,
  );
}

/** An answer by the form on the page, with or without JavaScript: 303 back to the page, or 422 with what to correct. */
export function POST(request: Request, context: Context): Promise<Response> {
  return behindLink(request, context, async (opened, token) => {
    const posted = await answerByPage(request, token, opened);
    if (posted.error === null) {
      return new Response(null, {
        status: 303,
        headers: personalHeaders({ location: `/i/${token}?thanks#rsvp` }),
      });
    }
    const { error, entries } = posted;
    if (noticeOf(error)) return refusal(error);
    // What stands may be another answer by now: the page is drawn from what is there after the refusal.
    const again = await openLink(token, opened.at);
    if (!again.open) return refusal(error);
    // That answers are closed is what the page then says by itself.
    const one = error.code === "closed" ? [] : [{ path: "", message: error.message }];
    const errors = error.more.errors ?? one;
    return document(drawPage(again, { token, refused: { entries, errors } }, 422));
  });
}
