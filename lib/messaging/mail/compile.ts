import { type Facts, mainEvent } from "@/lib/scene/facts";
import type { FieldName } from "@/lib/scene/fields";
import type { Scene } from "@/lib/scene/scene";
import { parseText, type Run, resolveText, unmarked } from "@/lib/scene/text";
import { type Block, fieldsOfBody, type Inline, parseBody } from "./body";
import { type CompiledMail, type MailPart, MailSlots } from "./parts";
import { mailTheme } from "./theme";
import { mailWords } from "./words";

/** What a mail is made of. */
export type MailSource = {
  from: string;
  replyTo: string | null;
  locale: string;
  origin: string;
  ownOrigin: string;
  subject: string;
  preheader: string;
  body: string;
  /** The scene whose dress the mail wears. */
  scene: Pick<Scene, "theme" | "nodes">;
  facts: Facts;
};

/**
 * Compiles a mail once: subject, HTML and plain text as parts, dressed by the site's tokens. Both bodies hold the
 * personal link and the link to unsubscribe; where the host wrote no personal link, a button is added.
 */
export async function compileMail(source: MailSource): Promise<CompiledMail> {
  const { locale, from, replyTo, origin, ownOrigin, scene, facts } = source;
  // Rendering is loaded when it is needed: approvals and previews are rare, and Next must not bundle it into pages.
  const [{ renderToStaticMarkup }, { Letter }, { createElement }] = await Promise.all([
    import("react-dom/server"),
    import("./letter"),
    import("react"),
  ]);
  const t = mailWords(locale);
  const blocks = withLink(parseBody(source.body));
  const subject = parseText(unmarked(source.subject), { marks: false });
  const slots = new MailSlots();
  const title = titleOf(scene, facts, locale);
  const markup = renderToStaticMarkup(
    createElement(Letter, {
      theme: mailTheme(scene.theme, ownOrigin),
      locale,
      slots,
      t,
      // A subject of nothing but a guest's name is none that all share.
      subject: factsOnly(subject, facts, locale).trim() || title,
      preheader: parseText(unmarked(source.preheader), { marks: false }),
      title,
      blocks,
    }),
  );
  return {
    version: 1,
    from,
    replyTo,
    locale,
    origin,
    ownOrigin,
    subject: partsOf(subject),
    html: slots.split(`${DOCTYPE}${markup}`),
    text: plainText(blocks, t),
  };
}

// Outlook still tells its modes apart by it.
const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

function withLink(blocks: Block[]): Block[] {
  if (fieldsOfBody(blocks).includes("invite.url")) return blocks;
  return [...blocks, { kind: "button", href: { field: "invite.url" }, label: [] }];
}

/** The name of the occasion as the invitation prints it: the title of the scene's first screen. */
function titleOf(scene: MailSource["scene"], facts: Facts, locale: string): string {
  const node = Object.values(scene.nodes).find(
    (one) => one.type === "text" && (one.props as { role?: string }).role === "title",
  );
  const text = (node?.props as { text?: Run[] } | undefined)?.text ?? [];
  return unmarked(factsOnly(text, facts, locale)).trim() || unmarked(facts.project.name);
}

const factsOnly = (text: Run[], facts: Facts, locale: string) =>
  resolveText(
    text,
    { project: facts.project, event: mainEvent(facts), guest: null, household: null, invite: null },
    locale,
  );

const partOf = (run: Run): MailPart =>
  "field" in run ? { field: run.field, fallback: run.fallback ?? "" } : run.text;
const partsOf = (runs: Run[]): MailPart[] => runs.map(partOf);

/** The same words without their dress: what, when and where, the host's text, the links written out. */
function plainText(blocks: Block[], t: ReturnType<typeof mailWords>): MailPart[] {
  const field = fieldPart;
  return [
    field("project.name"),
    "\n",
    { known: ["event.startsAt"], parts: [field("event.startsAt"), "\n"] },
    {
      known: ["event.venueName"],
      parts: [
        field("event.venueName"),
        { known: ["event.address"], parts: [", ", field("event.address")] },
        "\n",
      ],
    },
    "\n",
    ...plainWords(blocks, t),
    "-- \n",
    ...why(t),
    "\n",
    `${t("letter.unsubscribe")}: `,
    { link: "unsubscribe" },
  ];
}

/** The host's words alone, each block with an empty line after it. */
export const plainWords = (blocks: Block[], t: ReturnType<typeof mailWords>): MailPart[] =>
  blocks.flatMap((block) => [...plainBlock(block, t), "\n\n"]);

const fieldPart = (field: FieldName): MailPart => ({ field, fallback: "" });

function why(t: ReturnType<typeof mailWords>): MailPart[] {
  const [before = "", after = ""] = t("letter.why", { name: "\uE000" }).split("\uE000");
  return [before, fieldPart("project.name"), after];
}

function plainBlock(block: Block, t: ReturnType<typeof mailWords>): MailPart[] {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return block.inlines.flatMap(plainInline);
    case "quote":
      return ['"', ...block.inlines.flatMap(plainInline), '"'];
    case "list":
      return block.items.flatMap((item, at) => [at > 0 ? "\n- " : "- ", ...item.flatMap(plainInline)]);
    case "divider":
      return ["---"];
    case "details":
      return plainDetails(t);
    case "button": {
      const label = block.label.length > 0 ? partsOf(block.label) : [t("letter.open")];
      return [...label, ":\n", plainHref(block.href)];
    }
  }
}

/** A line for each fact that is known. */
function plainDetails(t: ReturnType<typeof mailWords>): MailPart[] {
  const line = (label: string, field: FieldName, ...more: MailPart[]): MailPart => ({
    known: [field],
    parts: [`${label}: `, fieldPart(field), ...more, "\n"],
  });
  return [
    line(t("letter.when"), "event.startsAt"),
    line(t("letter.where"), "event.venueName", {
      known: ["event.address"],
      parts: [", ", fieldPart("event.address")],
    }),
    line(t("letter.dress"), "event.dressCode"),
    line(t("letter.until"), "event.rsvpDeadline"),
  ];
}

function plainInline(inline: Inline): MailPart[] {
  if (!("href" in inline)) return [partOf(inline)];
  const { href, label } = inline;
  const words = partsOf(label);
  if ("url" in href && words.length === 1 && words[0] === href.url) return words;
  return [...words, " (", plainHref(href), ")"];
}

const plainHref = (href: Extract<Block, { kind: "button" }>["href"]): MailPart =>
  "url" in href ? href.url : fieldPart(href.field);
