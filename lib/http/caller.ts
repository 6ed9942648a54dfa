import { randomUUID } from "node:crypto";

/** The request id a caller chose, where it is one, or a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given && /^[\w-]{8,128}$/.test(given) ? given : randomUUID();
}

/** The caller's address as the front in front of us saw it. */
export const addressOf = (headers: Headers): string =>
  headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "0.0.0.0";

/** Where the caller is by the word of Vercel's or Cloudflare's front, "Turin, IT"; null where neither stands. */
export function placeOf(headers: Headers): string | null {
  const read = (...names: string[]) => names.map((name) => headers.get(name)).find(Boolean);
  const city = read("x-vercel-ip-city", "cf-ipcity");
  const country = read("x-vercel-ip-country", "cf-ipcountry");
  try {
    const parts = [city && decodeURIComponent(city), country].filter(Boolean);
    return parts.length > 0 ? parts.join(", ").slice(0, 120) : null;
  } catch {
    return country ?? null;
  }
}
