import { type NextRequest, NextResponse } from "next/server";
import { hostHeader, isPreflight, pathHeader, wayOf } from "@/lib/http/host";
import { appPolicy } from "@/lib/http/security";

/** Sorts page requests by host, and sends people without a session to the sign-in page. No database. */
export function middleware(request: NextRequest) {
  const { pathname: path, search } = request.nextUrl;
  const host = request.headers.get("host");
  if (isPreflight(request.method, path)) {
    return NextResponse.rewrite(new URL("/api/preflight", request.url));
  }
  const way = wayOf(
    { host, path, search, cookie: request.headers.get("cookie") },
    { appUrl: process.env.APP_URL!, sites: process.env.SITES_DOMAIN! },
  );
  const headers = new Headers(request.headers);
  headers.set(pathHeader, `${path}${search}`);
  headers.set(hostHeader, host ?? "");
  switch (way.do) {
    case "pass": {
      const policy = appPolicy(btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))), {
        appUrl: process.env.APP_URL!,
        rooms: process.env.PARTYKIT_PUBLIC_HOST || process.env.PARTYKIT_HOST!,
        signIn: process.env.GOOGLE_CLIENT_ID && (process.env.GOOGLE_ISSUER || "https://accounts.google.com"),
        dev: process.env.NODE_ENV === "development",
      });
      // Next reads the nonce from here and gives it to its scripts.
      headers.set("content-security-policy", policy);
      const response = NextResponse.next({ request: { headers } });
      response.headers.set("content-security-policy", policy);
      response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
      response.headers.set("x-content-type-options", "nosniff");
      response.headers.set("cross-origin-opener-policy", "same-origin");
      return response;
    }
    case "rewrite":
      return NextResponse.rewrite(new URL(way.to, request.url), { request: { headers } });
    case "redirect":
      return NextResponse.redirect(way.to, 307);
  }
}

// Node instead of the edge sandbox (a third faster); /api answers on every host, files of `public` are served as they are.
export const config = {
  runtime: "nodejs",
  matcher: [
    "/((?!api(?:/|$)|_next/|fonts/|site/|landing/|icon\\.svg$).*)",
    { source: "/api/:path*", has: [{ type: "header", key: "access-control-request-method" }] },
  ],
};
