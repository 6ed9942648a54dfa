import { apiDocument } from "@/lib/reference";

export const dynamic = "force-dynamic";

let written: string | undefined;

/** The same for everybody and all the time a build lives, so it is written once. */
export function GET(): Response {
  written ??= JSON.stringify(apiDocument());
  return new Response(written, {
    headers: { "content-type": "application/json", "access-control-allow-origin": "*" },
  });
}
