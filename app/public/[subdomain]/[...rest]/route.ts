import { pathHeader } from "@/lib/http/host";
import { elsewhere } from "@/lib/sites/publishing/queries";

type Context = { params: Promise<{ subdomain: string }> };

/** Anything else on a guest's host: the way to a site that moved, or a polite page. */
export async function GET(request: Request, { params }: Context) {
  return elsewhere((await params).subdomain, request.headers.get(pathHeader) ?? "/");
}
