import type { z } from "zod";
import type { LimitKey } from "@/lib/entitlements/policy";
import type { Permission } from "@/lib/tenancy/can";
import type { RowKind } from "@/lib/tenancy/scope";
import type { ProblemCode } from "./problem";

/** Requests a minute of one actor, by class (api.md, Rate limits). */
export const limits = {
  auth: 10,
  public: 120,
  write: 600,
  read: 1_200,
  upload: 120,
  door: 3_000,
  webhook: 6_000,
} as const;
export type LimitClass = keyof typeof limits;

/** Where the tenant comes from: data, so that the sweeps can act on it. */
export type ScopeRule =
  | { by: "path"; kind: RowKind; param: string }
  | { by: "body"; kind: RowKind; field: string }
  | { by: "query"; kind: RowKind; field: string }
  | { by: "named"; in: "body" | "query" }
  | { by: "self" }
  | { by: "staff" }
  | { by: "token"; in: "path" | "body"; name: string }
  | { by: "public" }
  | { by: "webhook" };

/** Short words for the scope of a contract. */
export const from = {
  path: (kind: RowKind, param = "id"): ScopeRule => ({ by: "path", kind, param }),
  body: (kind: RowKind, field: string): ScopeRule => ({ by: "body", kind, field }),
  query: (kind: RowKind, field: string): ScopeRule => ({ by: "query", kind, field }),
  token: (place: "path" | "body", name = "token"): ScopeRule => ({ by: "token", in: place, name }),
  /** The fields `scope` and `scopeId` name it: a row, oneself, or what is the staff's (platform, plan). */
  named: (place: "body" | "query"): ScopeRule => ({ by: "named", in: place }),
  self: { by: "self" } as ScopeRule,
  staff: { by: "staff" } as ScopeRule,
  anyone: { by: "public" } as ScopeRule,
  webhook: { by: "webhook" } as ScopeRule,
};

type Shape = z.ZodType;
type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type Definition<Path extends string, Q extends Shape, B extends Shape, O extends Shape> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in endpoints.txt, below /api: `/projects/{id}/guests`. */
  path: Path;
  /** One line for the reference. */
  summary: string;
  description?: string;
  tag: string;
  scope: ScopeRule;
  /** Null where being signed in, or holding the token, is enough. */
  permission: Permission | null;
  limit: LimitClass;
  query?: Q;
  body?: B;
  /** How the body comes; `raw` leaves it to the function (webhooks verify bytes). */
  media?: "json" | "multipart" | "raw";
  maxBytes?: number;
  /** Absent for 204. */
  output?: O;
  /** The media type of the answer where it is not JSON. */
  produces?: "text/csv" | "text/calendar" | "application/pdf" | "image/png";
  /** Examples for the reference, where those made from the schemas would say too little or be refused. */
  example?: { body?: z.input<B>; output?: z.output<O> };
  status?: 200 | 201 | 202 | 204;
  /** The address of what was created. */
  location?(output: z.output<O>): string;
  /** False where the answer is a secret, which Idempotency-Key may not keep. */
  replay?: false;
  /** The deed takes the caller's own right to it (leaving): a repeat under its Idempotency-Key is answered all the same. */
  givesUp?: true;
  /** What of the plan a call takes, in its transaction; how much is told by the body, or known only inside the function. */
  entitlement?: { limit: LimitKey; amount?(body: z.output<B>): number; counted?: "inside" };
  /** The function opens its transactions itself, and calls that come at once may share one (gather.ts); `cx.tx` is none. */
  transaction?: "own";
  /** Compares If-Match with the resource's version. */
  versioned?: boolean;
  /** Codes of its own, beside those every endpoint may answer. */
  problems?: readonly ProblemCode[];
};

export type Contract<
  Path extends string = string,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  O extends Shape = Shape,
> = Definition<Path, Q, B, O> & {
  key: string;
  status: 200 | 201 | 202 | 204;
  media: "json" | "multipart" | "raw";
};

/** What the function of a contract is given, after parsing. */
export type Input<C> =
  C extends Contract<infer Path, infer Q, infer B, infer _O>
    ? { params: Record<Names<Path>, string>; query: z.output<Q>; body: z.output<B> }
    : never;
/** What a caller of the contract gives. */
export type Given<C> =
  C extends Contract<infer Path, infer Q, infer B, infer _O>
    ? ([Names<Path>] extends [never] ? { params?: undefined } : { params: Record<Names<Path>, string> }) & {
        query?: z.input<Q>;
        body?: z.input<B>;
      }
    : never;
/** What the function returns, and what a caller reads. */
export type Returned<C> = C extends Contract<string, Shape, Shape, infer O> ? z.input<O> : never;
export type Output<C> = C extends Contract<string, Shape, Shape, infer O> ? z.output<O> : never;

/** Declares one endpoint. Handler, action, loader, client, OpenAPI and sweeps are derived from it. */
export function endpoint<
  const Path extends string,
  Q extends Shape = z.ZodObject<Record<never, never>>,
  B extends Shape = z.ZodUndefined,
  O extends Shape = z.ZodVoid,
>(definition: Definition<Path, Q, B, O>): Contract<Path, Q, B, O> {
  return {
    media: "json",
    status: definition.output ? (definition.method === "POST" ? 201 : 200) : 204,
    ...definition,
    key: `${definition.method} ${definition.path}`,
  };
}
