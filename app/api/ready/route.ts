import { readiness } from "@/lib/platform/queries";

export const dynamic = "force-dynamic";

/** Not through `handle`: it must answer when the database, which handle begins with, is away. */
export async function GET(): Promise<Response> {
  const answer = await readiness();
  return Response.json(answer, {
    status: answer.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
