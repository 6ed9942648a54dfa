/** The key that rooms and the app share. */
export const secret = (env: Record<string, unknown>) =>
  new TextEncoder().encode(String(env.PARTYKIT_SECRET ?? ""));

const keyOf = (env: Record<string, unknown>, use: "sign" | "verify") =>
  crypto.subtle.importKey("raw", secret(env), { name: "HMAC", hash: "SHA-256" }, false, [use]);

/** Whether a request's bytes were signed by the app or another room (HMAC-SHA-256 in X-Eios-Signature). */
export async function isSigned(
  body: string,
  signature: string | null,
  env: Record<string, unknown>,
): Promise<boolean> {
  const bytes = signature?.match(/[0-9a-f]{2}/g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return crypto.subtle.verify(
    "HMAC",
    await keyOf(env, "verify"),
    new Uint8Array(bytes),
    new TextEncoder().encode(body),
  );
}

/** A signed POST from one room to another. */
export async function signed(content: unknown, env: Record<string, unknown>) {
  const body = JSON.stringify(content);
  const mac = await crypto.subtle.sign("HMAC", await keyOf(env, "sign"), new TextEncoder().encode(body));
  const hex = [...new Uint8Array(mac)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { method: "POST", headers: { "x-eios-signature": hex }, body };
}
