import { Inngest } from "inngest";
import { env } from "./env";

let client: Inngest | undefined;

/** The jobs server's client: hosted, or the one that `npm run up` starts; they differ by variables only. */
export function inngest(): Inngest {
  client ??= new Inngest({
    id: "eios",
    isDev: false,
    eventKey: env().INNGEST_EVENT_KEY,
    signingKey: env().INNGEST_SIGNING_KEY,
    baseUrl: env().INNGEST_BASE_URL,
  });
  return client;
}
