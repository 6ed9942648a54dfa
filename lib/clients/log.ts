import pino from "pino";

/** Structured lines on standard output. No personal data, no tokens: ids and codes only. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
});
