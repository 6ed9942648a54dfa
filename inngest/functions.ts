import { relayOutbox } from "./functions/relay-outbox";

/** Every function that the jobs server may call. Evaluated at run time only: it needs the environment. */
export const functions = [relayOutbox];
