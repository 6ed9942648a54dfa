import { hostHeader } from "@/lib/http/host";
import { cardImage } from "@/lib/sites/publishing/queries";

type Context = { params: Promise<{ subdomain: string }> };

/** The image that chats and networks show beside a link to a site. */
export async function GET({ headers }: Request, { params }: Context) {
  const { subdomain } = await params;
  return cardImage({ subdomain, host: headers.get(hostHeader) ?? headers.get("host"), cookie: null });
}
