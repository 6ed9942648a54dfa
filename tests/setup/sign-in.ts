import { expect } from "vitest";
import * as loginRoute from "@/app/api/auth/login/route";
import * as verifyRoute from "@/app/api/auth/verify/route";
import { asSystem } from "@/db/client";
import type { startInbox } from "./inbox";
import { call } from "./tenant";

let people = 0;
let addresses = 0;

/** An address that nobody had before. */
export const somebody = () => `person-${process.pid}-${Date.now()}-${++people}@example.com`;

/** The headers of a caller from an address of their own, so that limits count them apart. */
export const somewhere = () => ({
  "x-forwarded-for": `198.51.100.${++addresses}`,
  "user-agent": "Firefox on a test",
});

export const login = (email: string, more: object = {}) =>
  call(loginRoute.POST, { body: { email, ...more }, headers: somewhere() });

export const verify = (body: object, headers: Record<string, string> = {}) =>
  call(verifyRoute.POST, { body, headers: { ...somewhere(), ...headers } });

/** Asks for a sign-in mail and reads it; it is the address's n-th letter. */
export async function ask(
  inbox: Awaited<ReturnType<typeof startInbox>>,
  email: string,
  letters = 1,
  more: object = {},
) {
  expect((await login(email, more)).status).toBe(202);
  const letter = await inbox.newestTo(email, letters);
  return {
    letter,
    code: /\d{6}/.exec(letter.text)![0],
    token: /\/auth\/verify\?token=(\w+)/.exec(letter.text)![1]!,
  };
}

/** Sees and changes what no request could. */
export const system = <T>(fn: Parameters<typeof asSystem<T>>[1]) =>
  asSystem("a test looks behind the curtain", fn);
