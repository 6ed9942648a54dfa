import { Badge } from "@/components/ui/badge";
import { translator } from "@/lib/i18n";
import type { Schema } from "@/lib/reference";
import { inline } from "./written";

const t = translator("docs");
type Refer = (ref: string) => Schema;
/** Deeper than this the document itself is the better reading. */
const DEEPEST = 5;

const nameOf = (schema: Schema) => schema.$ref?.split("/").at(-1);
const opened = (schema: Schema, refer: Refer): Schema => (schema.$ref ? refer(schema.$ref) : schema);
const unnull = (all: Schema[]) => all.filter(({ type }) => type !== "null");

/** A schema's type in a few words: `text or null`, `list of Guest`. */
function typeOf(schema: Schema, refer: Refer): string {
  const named = nameOf(schema);
  if (named) return named;
  const some = schema.anyOf ?? schema.oneOf;
  if (some) return [...new Set(some.map((one) => typeOf(one, refer)))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `list of ${typeOf(schema.items, refer)}`;
  const types = [schema.type ?? "anything"].flat().join(" or ");
  return schema.format ? `${types}, ${schema.format}` : types;
}

/** The objects whose fields are shown below a field: its own, its items', or those it may be one of. */
function partsOf(schema: Schema, refer: Refer): Schema[] {
  const here = opened(schema, refer);
  if (here.properties) return [here];
  if (here.items) return partsOf(here.items, refer);
  if (typeof here.additionalProperties === "object") return partsOf(here.additionalProperties, refer);
  return unnull(here.anyOf ?? here.oneOf ?? []).flatMap((one) => partsOf(one, refer));
}

/** The fields of a body or an answer, nested ones folded up. */
export function SchemaFields({ schema, refer, depth = 0 }: { schema: Schema; refer: Refer; depth?: number }) {
  const parts = partsOf(schema, refer);
  if (parts.length === 0) return <p className="mt-2 font-mono text-sm">{typeOf(schema, refer)}</p>;
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a schema never change places
    <ul key={at} className="mt-2 divide-y rounded-md border">
      {Object.entries(part.properties ?? {}).map(([name, field]) => (
        <FieldRow
          key={name}
          name={name}
          schema={field}
          isRequired={part.required?.includes(name) ?? false}
          refer={refer}
          depth={depth}
        />
      ))}
    </ul>
  ));
}

/** One field or parameter: its name, its type, what it is for, and what it may be. */
export function FieldRow(of: {
  name: string;
  schema: Schema;
  isRequired: boolean;
  refer: Refer;
  depth?: number;
  place?: string;
  description?: string;
}) {
  const { name, schema, refer, depth = 0 } = of;
  const here = opened(schema, refer);
  const words = of.description ?? schema.description ?? here.description;
  const isDeep = partsOf(schema, refer).length > 0 && depth < DEEPEST;
  return (
    <li className="px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <code className="font-medium font-mono text-sm [overflow-wrap:anywhere]">{name}</code>
        <span className="text-muted-foreground text-sm">{typeOf(schema, refer)}</span>
        {of.place ? <Badge tone="outline">{of.place}</Badge> : null}
        {of.isRequired ? <Badge tone="blue">{t("required")}</Badge> : null}
      </p>
      {words ? <p className="mt-0.5 text-muted-foreground">{inline(words)}</p> : null}
      <Limits schema={here} />
      {isDeep ? (
        <details className="mt-1">
          <summary className="min-h-8 cursor-pointer content-center text-sm pointer-coarse:min-h-11">
            {t("parts", { name })}
          </summary>
          <SchemaFields schema={schema} refer={refer} depth={depth + 1} />
        </details>
      ) : null}
    </li>
  );
}

function Limits({ schema }: { schema: Schema }) {
  const words = schema.enum ?? schema.items?.enum;
  const { minimum, maximum, maxLength } = schema;
  const near = maximum !== undefined && Math.abs(maximum) < 2 ** 31;
  const said = [
    maxLength ? t("atMost", { n: maxLength }) : null,
    minimum !== undefined && near ? t("between", { min: String(minimum), max: String(maximum) }) : null,
    schema.default !== undefined ? t("default", { value: JSON.stringify(schema.default) }) : null,
  ].filter(Boolean);
  return (
    <>
      {words ? (
        <p className="mt-0.5 text-sm">
          {t("oneOf")} {inline(words.map((word) => `\`${String(word)}\``).join(" "))}
        </p>
      ) : null}
      {said.length > 0 ? <p className="mt-0.5 text-muted-foreground text-sm">{said.join(" ")}</p> : null}
    </>
  );
}
