export const dynamic = "force-dynamic";

/** Not through `handle`: the process is up, whatever else is away. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
