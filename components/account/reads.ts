import type { listSessions } from "@/lib/auth/sessions/contract";
import type { Given } from "@/lib/http/endpoint";

/** How the account page asks for sessions, on the server and in the browser. */
export const sessionsInput = { query: { limit: 100 } } satisfies Given<typeof listSessions>;
