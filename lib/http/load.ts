import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { notFound as nextNotFound, redirect } from "next/navigation";
import { addressOf, placeOf } from "./caller";
import type { Contract, Given, Output } from "./endpoint";
import { tokenOf } from "./handle";
import { pathHeader } from "./host";
import { type Fn, run } from "./pipeline";
import { AppError } from "./problem";

async function callOf(given: { params?: unknown; query?: unknown; body?: unknown }) {
  const incoming = await headers();
  return {
    requestId: randomUUID(),
    address: addressOf(incoming as unknown as Headers),
    userAgent: incoming.get("user-agent")?.slice(0, 400) ?? null,
    place: placeOf(incoming as unknown as Headers),
    token: tokenOf(incoming as unknown as Headers).token,
    params: (given.params ?? {}) as Record<string, string>,
    query: given.query ?? {},
    body: given.body,
    bodyHash: null,
    ifMatch: null,
    idempotencyKey: null,
  };
}

/**
 * Reads a contract in a server component, through the same pipeline as HTTP. Nobody signed in goes to the
 * sign-in page; what is absent is Next's not-found page.
 */
export async function load<C extends Contract>(contract: C, fn: Fn<C>, given: Given<C>): Promise<Output<C>> {
  try {
    const { output } = await run(contract, fn, await callOf(given));
    return JSON.parse(JSON.stringify(output)) as Output<C>;
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") redirect(await signInPath());
    if (error instanceof AppError && error.code === "not_found") nextNotFound();
    throw error;
  }
}

/** The sign-in page with the way back to the page that is being made. */
async function signInPath(): Promise<string> {
  const path = (await headers()).get(pathHeader);
  return path ? `/auth/login?${new URLSearchParams({ returnTo: path })}` : "/auth/login";
}

export type ActionResult<T> =
  | { ok: true; output: T }
  | { ok: false; code: string; detail: string; errors: { path: string; message: string }[] };

/** Runs a contract from a server action: refusals come back as values, for the form to show. */
export async function action<C extends Contract>(
  contract: C,
  fn: Fn<C>,
  given: Given<C>,
): Promise<ActionResult<Output<C>>> {
  try {
    const { output } = await run(contract, fn, await callOf(given));
    return { ok: true, output };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, code: error.code, detail: error.message, errors: error.more.errors ?? [] };
  }
}
