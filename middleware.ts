import { type NextRequest, NextResponse } from "next/server";
import { hostHeader, pathHeader, wayOf } from "@/lib/http/host";

/** Sorts page requests by host, and sends people without a session to the sign-in page. No database. */
export function middleware(request: NextRequest) {
  const { pathname: path, search } = request.nextUrl;
  const host = request.headers.get("host");
  const way = wayOf(
    { host, path, search, cookie: request.headers.get("cookie") },
    { appUrl: process.env.APP_URL!, sites: process.env.SITES_DOMAIN! },
  );
  const headers = new Headers(request.headers);
  headers.set(pathHeader, `${path}${search}`);
  headers.set(hostHeader, host ?? "");
  switch (way.do) {
    case "pass":
      return NextResponse.next({ request: { headers } });
    case "rewrite":
      return NextResponse.rewrite(new URL(way.to, request.url), { request: { headers } });
    case "redirect":
      return NextResponse.redirect(way.to, 307);
  }
}

// Node instead of the edge sandbox (a third faster); /api answers on every host, files of `public` are served as they are.
export const config = {
  runtime: "nodejs",
  matcher: ["/((?!api(?:/|$)|_next/|fonts/|site/|icon\\.svg$).*)"],
};
