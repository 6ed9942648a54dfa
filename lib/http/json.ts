/** A JSON answer that says how long it is, so that proxies that compress leave the small ones alone. */
export function jsonResponse(value: unknown, status: number, headers: Headers): Response {
  const text = JSON.stringify(value);
  headers.set("content-length", String(Buffer.byteLength(text)));
  return new Response(text, { status, headers });
}
