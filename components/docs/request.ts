/** What the form of an endpoint knows of it. */
export type Tried = {
  method: string;
  path: string;
  parameters: { name: string; place: "path" | "query" | "header"; required: boolean }[];
  body: { media: string; example: string; fields: { name: string; isFile: boolean }[] } | null;
};

/** What somebody filled in. */
export type Asked = { values: Record<string, string>; files: Record<string, File>; body: string };

type Request = { url: string; method: string; headers: Record<string, string>; body?: string | FormData };

/** The request that a filled form is. A key stands in for the session, which is not sent beside it. */
export function requestOf(of: Tried, { values, files, body }: Asked, key: string): Request {
  const given = of.parameters.filter(({ name }) => values[name]?.trim());
  const at = (place: string) =>
    given.filter((one) => one.place === place).map(({ name }) => [name, values[name]!.trim()] as const);
  const path = at("path").reduce(
    (so, [name, value]) => so.replace(`{${name}}`, encodeURIComponent(value)),
    of.path,
  );
  const query = new URLSearchParams(at("query").map(([name, value]) => [name, value]));
  const headers: Record<string, string> = Object.fromEntries(at("header"));
  if (key) headers.Authorization = `Bearer ${key}`;
  const request = { url: `/api${path}${query.size > 0 ? `?${query}` : ""}`, method: of.method, headers };
  if (of.body?.media === "multipart/form-data") {
    const form = new FormData();
    for (const [name, file] of Object.entries(files)) form.set(name, file);
    for (const { name } of of.body.fields) if (values[name]) form.set(name, values[name]);
    return { ...request, body: form };
  }
  if (!of.body || !body.trim()) return request;
  return { ...request, headers: { ...headers, "Content-Type": "application/json" }, body };
}

const quoted = (text: string) =>
  text.includes("$EIOS_KEY") ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;

/** The same request as a command; a file is named and not read. */
export function curlOf({ url, method, headers, body }: Request, server: string): string {
  const parts =
    body instanceof FormData
      ? [...body].map(
          ([name, value]) =>
            `-F ${quoted(`${name}=${typeof value === "string" ? value : `@${value.name}`}`)}`,
        )
      : body
        ? [`-d ${quoted(body)}`]
        : [];
  return [
    `curl -X ${method} ${quoted(url.replace(/^\/api/, () => server))}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...parts,
  ].join(" \\\n  ");
}

export type Reply = {
  status: number;
  ms: number;
  text: string;
  code: string | null;
  requestId: string | null;
  limit: string | null;
  left: string | null;
};

/** Sends a request to the API and reads its answer, whatever that is. */
export async function ask({ url, method, headers, body }: Request): Promise<Reply> {
  const began = performance.now();
  const credentials = headers.Authorization ? "omit" : "same-origin";
  const response = await fetch(url, { method, headers, body, credentials });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const json = isJson && text ? (JSON.parse(text) as { code?: unknown }) : null;
  return {
    status: response.status,
    ms: Math.round(performance.now() - began),
    text: json ? JSON.stringify(json, null, 2) : text.slice(0, 100_000),
    code: response.status >= 400 && typeof json?.code === "string" ? json.code : null,
    requestId: response.headers.get("x-request-id"),
    limit: response.headers.get("ratelimit-limit"),
    left: response.headers.get("ratelimit-remaining"),
  };
}
