import { behindLink } from "@/lib/rsvp/page/door/queries";
import { personalHeaders } from "@/lib/rsvp/page/policy";
import { calendarOf } from "@/lib/rsvp/page/queries";

type Context = { params: Promise<{ subdomain: string; token: string }> };

/** The events that somebody of the household comes to, for their own calendar. */
export function GET(request: Request, context: Context): Promise<Response> {
  return behindLink(
    request,
    context,
    async ({ household, origin, now }, token) =>
      new Response(calendarOf(household, `${origin}/i/${token}`, now), {
        headers: personalHeaders({
          "content-type": "text/calendar; charset=utf-8; method=PUBLISH",
          "content-disposition": 'attachment; filename="invitation.ics"',
        }),
      }),
  );
}
