import type { Contract, Given, Output } from "./endpoint";

/** A refusal as the browser sees it: the problem's members. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: { path: string; message: string }[],
    readonly requestId: string | null,
    readonly problem: Record<string, unknown>,
  ) {
    super(detail);
    this.name = "ProblemError";
  }
}

/** What a caller may add to a call. */
export type CallOptions = {
  ifMatch?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** For programs outside the browser: the app's address, `https://app.example.com`. */
  baseUrl?: string;
  /** A session's token or an organization's key, where no cookie travels along. */
  token?: string;
};

/**
 * Calls an endpoint by its contract: from the browser as it is, from elsewhere with `baseUrl` and `token`.
 *
 * @throws ProblemError with the problem's code and fields; code `offline` when nothing answered
 */
export async function client<C extends Contract>(
  contract: C,
  given: Given<C>,
  options: CallOptions = {},
): Promise<Output<C>> {
  const { params, query, body } = given as {
    params?: Record<string, string>;
    query?: object;
    body?: unknown;
  };
  const headers = new Headers({ accept: "application/json" });
  if (options.ifMatch !== undefined) headers.set("if-match", `"${options.ifMatch}"`);
  if (options.token) headers.set("authorization", `Bearer ${options.token}`);
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  let payload: BodyInit | undefined;
  if (body instanceof FormData) payload = body;
  else if (body !== undefined) {
    headers.set("content-type", "application/json");
    payload = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(
      `${options.baseUrl?.replace(/\/$/, "") ?? ""}${address(contract, params, query)}`,
      {
        method: contract.method,
        headers,
        body: payload,
        signal: options.signal,
      },
    );
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ProblemError(0, "offline", "No connection. Check your network, then try again.", [], null, {});
  }
  if (response.status === 204) return undefined as Output<C>;
  const text = await response.text();
  const json = text && /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : {};
  if (!response.ok) {
    throw new ProblemError(
      response.status,
      json.code ?? "internal",
      json.detail ?? "Something went wrong. Try again.",
      json.errors ?? [],
      json.requestId ?? null,
      json,
    );
  }
  return json as Output<C>;
}

/** The address of a contract under /api with its parameters filled in; arrays repeat their name. */
export function address(contract: Contract, params: Record<string, string> = {}, query: object = {}): string {
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat())
      if (one !== undefined && one !== null && one !== "") search.append(name, String(one));
  }
  return `/api${path}${search.size > 0 ? `?${search}` : ""}`;
}

/** The key under which React Query keeps an answer: the contract and its input. */
export const queryKey = <C extends Contract>(contract: C, given: Given<C>) => [contract.key, given] as const;
