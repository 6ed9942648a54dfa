import { hostHeader } from "@/lib/http/host";
import { publicPage } from "@/lib/sites/publishing/queries";

/** The published page of a guest host; the middleware brings the request here. */
export async function GET(request: Request, context?: { params: Promise<Record<string, string>> }) {
  const { subdomain = "_" } = (await context?.params) ?? {};
  return publicPage(subdomain, request.headers.get(hostHeader) ?? request.headers.get("host"));
}
