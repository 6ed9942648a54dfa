import { z } from "zod";
import { type FieldName, type FieldValues, fieldNames, isField, resolveField } from "./fields";

export const marks = ["strong", "em"] as const;
export type Mark = (typeof marks)[number];

/** One run: words with marks, or an atom that stands for a field. */
export type TextRun = { text: string; marks?: Mark[] };
export type FieldRun = { field: FieldName; fallback?: string; marks?: Mark[] };
export type Run = TextRun | FieldRun;
export type Text = Run[];

// Control characters would collide with the compiler's sentinels and mean nothing on paper.
const printable = /^(?:\P{Cc}|\n)*$/u;
const words = (max: number) => z.string().max(max).regex(printable, "contains control characters");
const marksSchema = z.array(z.enum(marks)).max(marks.length);

export const textSchema: z.ZodType<Text> = z
  .array(
    z.union([
      z.strictObject({ text: words(5000).min(1), marks: marksSchema.optional() }),
      z.strictObject({
        field: z.enum(fieldNames as [FieldName, ...FieldName[]]),
        fallback: words(200)
          .regex(/^[^\n]*$/)
          .optional(),
        marks: marksSchema.optional(),
      }),
    ]),
  )
  .max(400);

/** A text without control characters, and without those that stand for links and slots while a mail is compiled. */
export const unmarked = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\uE000-\uE00F]/g, "");

const marksOf = (run: Run): Mark[] => marks.filter((mark) => run.marks?.includes(mark));
const sameMarks = (a: Run, b: Run) => marksOf(a).join() === marksOf(b).join();

/** The one canonical form: neighbours with equal marks joined, marks ordered, nothing empty. */
export function normalizeText(text: Text): Text {
  const out: Text = [];
  for (const run of text) {
    const own = marksOf(run);
    const withMarks = own.length > 0 ? { marks: own } : {};
    if ("field" in run) {
      out.push({ field: run.field, ...(run.fallback ? { fallback: run.fallback } : {}), ...withMarks });
      continue;
    }
    if (run.text === "") continue;
    const last = out.at(-1);
    if (last && "text" in last && sameMarks(last, run)) last.text += run.text;
    else out.push({ text: run.text, ...withMarks });
  }
  return out;
}

const SIGNS: [string, Mark][] = [
  ["**", "strong"],
  ["__", "em"],
];

const escapeTyped = (value: string) => value.replace(/[\\*_{}|]/g, (sign) => `\\${sign}`);

/**
 * The typed form of a text: `{{guest.firstName|friend}}` for an atom, `**strong**`, `__em__`, and a backslash
 * before a sign that is meant as itself. `parseText(printText(text))` equals `normalizeText(text)`.
 */
export function printText(text: Text): string {
  let out = "";
  for (const run of normalizeText(text)) {
    const signs = SIGNS.filter(([, mark]) => run.marks?.includes(mark)).map(([sign]) => sign);
    const inner =
      "field" in run
        ? `{{${run.field}${run.fallback ? `|${escapeTyped(run.fallback)}` : ""}}}`
        : // A lone sign needs no escape where it cannot be read as another.
          run.text.replace(/\\|\*\*|__|\{\{|\*$|_$|^\*|^_|\{$/g, (sign) => escapeTyped(sign));
    out += signs.join("") + inner + signs.reverse().join("");
  }
  return out;
}

/**
 * Reads the typed form. Whatever is not a known field or a closed mark stays as words, so nothing a person
 * types is refused or lost. `marks: false` reads fields only (SMS, plain mail).
 */
export function parseText(typed: string, options: { marks?: boolean } = {}): Text {
  const out: Text = [];
  const active = new Set<Mark>();
  const signs = options.marks === false ? [] : SIGNS;
  const push = (run: Run) => out.push({ ...run, marks: [...active] });
  let i = 0;
  while (i < typed.length) {
    const sign = signs.find(([token]) => typed.startsWith(token, i));
    if (typed[i] === "\\" && i + 1 < typed.length && "\\*_{}|".includes(typed[i + 1] ?? "")) {
      push({ text: typed[i + 1] as string });
      i += 2;
    } else if (sign && (active.has(sign[1]) || closes(typed, i + 2, sign[0]))) {
      if (!active.delete(sign[1])) active.add(sign[1]);
      i += 2;
    } else {
      const atom = typed.startsWith("{{", i) ? readAtom(typed, i) : null;
      if (atom) {
        push(atom.run);
        i = atom.end;
      } else {
        push({ text: typed[i] as string });
        i += 1;
      }
    }
  }
  return normalizeText(out);
}

/** Whether an unescaped `sign` closes what opens before `from`. */
function closes(typed: string, from: number, sign: string): boolean {
  for (let i = from; i < typed.length; i += 1) {
    if (typed[i] === "\\") i += 1;
    else if (typed.startsWith(sign, i)) return true;
  }
  return false;
}

function readAtom(typed: string, start: number): { run: FieldRun; end: number } | null {
  const match = /^\{\{\s*([a-zA-Z.]+)\s*(?:\|((?:\\.|[^\\}|\n])*))?\}\}/.exec(
    typed.slice(start, start + 1000),
  );
  if (!match?.[1] || !isField(match[1])) return null;
  const fallback = (match[2] ?? "").replace(/\\(.)/g, "$1");
  return { run: { field: match[1], ...(fallback ? { fallback } : {}) }, end: start + match[0].length };
}

/** The fields a text uses, each once. */
export function fieldsOf(text: Text): FieldName[] {
  return [...new Set(text.flatMap((run) => ("field" in run ? [run.field] : [])))];
}

/** The text in plain words, fields resolved or replaced by their fallback; for mail subjects, SMS and titles. */
export function resolveText(text: Text, values: FieldValues, locale: string): string {
  return text
    .map((run) =>
      "field" in run ? (resolveField(run.field, values, locale) ?? run.fallback ?? "") : run.text,
    )
    .join("");
}
