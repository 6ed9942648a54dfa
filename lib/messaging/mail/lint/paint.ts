import { contrast } from "@/lib/scene/contrast";

type Paint = { front: string; back: string; hidden: boolean };
type Sheet = Map<string, { front?: string; back?: string }>;

const HEX = /^#[0-9a-f]{6}$/i;
const EMPTY = new Set(["br", "hr", "img", "meta", "link", "input", "col"]);
// Nobody sees what stands in these.
const UNSEEN = new Set(["style", "title", "head", "script"]);

const declared = (css: string, name: string): string | undefined =>
  new RegExp(`(?:^|;)\\s*${name}:\\s*([^;]+)`, "i").exec(css)?.[1]?.replace("!important", "").trim();

/** The colours that classes get where a client is dark. */
function darkRules(html: string): Sheet {
  const sheet: Sheet = new Map();
  const dark = /@media \(prefers-color-scheme:dark\)\{((?:[^{}]*\{[^{}]*\})*)\}/.exec(html)?.[1] ?? "";
  for (const [, name, css] of dark.matchAll(/\.([\w-]+)\{([^{}]*)\}/g)) {
    const rule = sheet.get(name!) ?? {};
    const front = declared(css!, "color");
    const back = declared(css!, "background-color");
    sheet.set(name!, { ...rule, ...(front && { front }), ...(back && { back }) });
  }
  return sheet;
}

/** Words too close in colour to what they stand on, in light and in dark; tags are read as a client nests them. */
export function paintFaults(html: string): string[] {
  const body = /<body[\s\S]*<\/body>/i.exec(html)?.[0] ?? html;
  return [
    ...walk(body, new Map()).map((fault) => `light: ${fault}`),
    ...walk(body, darkRules(html)).map((fault) => `dark: ${fault}`),
  ];
}

function walk(body: string, sheet: Sheet): string[] {
  const stack: Paint[] = [{ front: "#000000", back: "#ffffff", hidden: false }];
  const faults = new Set<string>();
  for (const [piece, name, rest] of body.matchAll(
    /<(\/?[a-z][\w]*)((?:\s[^>]*)?)>|<!--[\s\S]*?-->|[^<]+/gi,
  )) {
    if (name?.startsWith("/")) {
      if (stack.length > 1) stack.pop();
    } else if (name) {
      const tag = name.toLowerCase();
      if (!EMPTY.has(tag)) stack.push(painted(stack.at(-1)!, tag, rest ?? "", sheet));
    } else if (!piece.startsWith("<!--") && /[\p{L}\p{N}]/u.test(piece)) {
      const { front, back, hidden } = stack.at(-1)!;
      if (hidden || !HEX.test(front) || !HEX.test(back)) continue;
      const ratio = contrast(front, back);
      if (ratio < 4.5) faults.add(`${front} on ${back} is ${ratio.toFixed(2)}: ${piece.trim().slice(0, 40)}`);
    }
  }
  return [...faults];
}

function painted(on: Paint, tag: string, attributes: string, sheet: Sheet): Paint {
  const css = /\sstyle="([^"]*)"/i.exec(attributes)?.[1] ?? "";
  const classes = (/\sclass="([^"]*)"/i.exec(attributes)?.[1] ?? "").split(/\s+/);
  const inDark = classes.flatMap((name) => sheet.get(name) ?? []);
  return {
    front: inDark.find(({ front }) => front)?.front ?? declared(css, "color") ?? on.front,
    back: inDark.find(({ back }) => back)?.back ?? declared(css, "background-color") ?? on.back,
    hidden: on.hidden || UNSEEN.has(tag) || declared(css, "display") === "none",
  };
}
