const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
};

/** Text made safe for HTML, inside elements and quoted attributes alike (OWASP, output encoding). */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string) : text;
}

/** Markup that is already safe. Only `html` and the compiler make it. */
export class Markup {
  constructor(readonly value: string) {}
}

type Value = Markup | string | number | false | null | undefined | Value[];

function render(value: Value): string {
  if (value instanceof Markup) return value.value;
  if (Array.isArray(value)) return value.map(render).join("");
  return value === false || value === null || value === undefined ? "" : escapeHtml(String(value));
}

/** Tagged template: every value is escaped, unless it is `Markup` itself. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  let out = strings[0] ?? "";
  for (let i = 0; i < values.length; i += 1) out += render(values[i]) + (strings[i + 1] ?? "");
  return new Markup(out);
}

/** An attribute that is present without a value, or absent. */
export const flag = (name: string, on: unknown): Markup => new Markup(on ? ` ${name}` : "");

/** An attribute with its escaped value; absent for null. */
export const attr = (name: string, value: string | number | null | undefined): Markup =>
  new Markup(value === null || value === undefined ? "" : ` ${name}="${escapeHtml(String(value))}"`);

/** A link's address: http, https, mailto and tel only, else `#` (no `javascript:`). */
export const safeHref = (address: string): string =>
  /^(https?:|mailto:|tel:|[/?#])/i.test(address) ? address : "#";
