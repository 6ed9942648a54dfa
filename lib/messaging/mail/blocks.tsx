import { Button, Column, Link, Row, Text } from "@react-email/components";
import { type CSSProperties, Fragment, type ReactNode } from "react";
import type { Run } from "@/lib/scene/text";
import type { Href, Inline } from "./body";
import { Details } from "./details";
import type { MailSlots } from "./parts";
import { type LetterProps, setIn } from "./setting";
import type { MailTheme } from "./theme";

const hrefOf = (href: Href, slots: MailSlots) => ("url" in href ? href.url : slots.field(href.field));

function lines(text: string): ReactNode {
  return text.split("\n").map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
    <Fragment key={at}>
      {at > 0 ? <br /> : null}
      {line}
    </Fragment>
  ));
}

function inMarks(marks: Run["marks"], bold: number, children: ReactNode): ReactNode {
  let out = children;
  for (const mark of marks ?? []) {
    out = mark === "strong" ? <strong style={{ fontWeight: bold }}>{out}</strong> : <em>{out}</em>;
  }
  return out;
}

/** Runs and links; a personal link that stands among words is a link, too. */
export function Words({
  inlines,
  slots,
  theme,
}: {
  inlines: Inline[];
  slots: MailSlots;
  theme: MailTheme;
}): ReactNode {
  const link = (href: string, children: ReactNode) => (
    <Link
      href={href}
      className="c-accent"
      style={{ color: theme.light.sheet.accent, textDecoration: "underline" }}
    >
      {children}
    </Link>
  );
  const say = (inline: Inline): ReactNode => {
    if ("href" in inline) {
      const { href, label } = inline;
      return link(hrefOf(href, slots), <Words inlines={label} slots={slots} theme={theme} />);
    }
    if ("text" in inline) return lines(inline.text);
    const value = slots.field(inline.field, inline.fallback);
    return inline.field === "invite.url" ? link(value, value) : value;
  };
  return inlines.map((inline, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity of their own
    <Fragment key={at}>{inMarks(inline.marks, theme.text.bold, say(inline))}</Fragment>
  ));
}

const SHAPE: Record<MailTheme["control"], CSSProperties> = {
  hairline: { letterSpacing: "0.09em", textTransform: "uppercase", padding: "15px 30px", borderRadius: "0" },
  box: { padding: "15px 24px", borderRadius: "0" },
  pill: { padding: "15px 30px", borderRadius: "99px" },
};

function Call({ href, children, theme }: { href: string; children: ReactNode; theme: MailTheme }) {
  const { sheet } = theme.light;
  const size = theme.control === "hairline" ? 13 : 16;
  return (
    <Text style={{ margin: "28px 0", textAlign: theme.align }}>
      <Button
        href={href}
        className="bg-accent"
        style={{
          ...setIn(theme.text, size),
          fontWeight: theme.text.bold,
          backgroundColor: sheet.accent,
          color: sheet.onAccent,
          border: `1px solid ${sheet.accent}`,
          ...SHAPE[theme.control],
        }}
      >
        {children}
      </Button>
    </Text>
  );
}

type Align = "left" | "right" | "center";
type Props = LetterProps & { align: Align };

/** Tables have no margin that every client keeps: the space stands in the cell (caniemail.com, css-margin). */
function Line({ theme }: { theme: MailTheme }) {
  return (
    <Row>
      <Column style={{ padding: "8px 0 26px" }}>
        <Row
          className="b-line"
          style={{ borderTop: `1px solid ${theme.light.sheet.line}`, height: "1px", fontSize: "1px" }}
        >
          <Column />
        </Row>
      </Column>
    </Row>
  );
}

/** Entries as rows with a sign of their own: Outlook indents lists as it likes. */
function Entries({ items, theme, slots, align }: Props & { items: Inline[][] }) {
  const cell: CSSProperties = {
    ...setIn(theme.text, 16),
    lineHeight: theme.text.leading,
    verticalAlign: "top",
    padding: "0 0 6px",
  };
  const { ink, accent } = theme.light.sheet;
  return (
    <Row style={{ marginBottom: "18px" }}>
      <Column>
        {items.map((inlines, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own
          <Row key={at}>
            <Column className="c-accent" style={{ ...cell, color: accent, width: "22px" }}>
              •
            </Column>
            <Column
              className="c-ink"
              style={{ ...cell, color: ink, textAlign: align === "center" ? "left" : align }}
            >
              <Words inlines={inlines} slots={slots} theme={theme} />
            </Column>
          </Row>
        ))}
      </Column>
    </Row>
  );
}

function Quote({ inlines, theme, slots, align }: Props & { inlines: Inline[] }) {
  const { sheet } = theme.light;
  const edge = align === "right" ? "borderRight" : "borderLeft";
  return (
    <Row>
      <Column style={{ padding: "0 0 20px" }}>
        <Row>
          <Column
            className="c-ink b-accent"
            style={{
              ...setIn(theme.text, 17),
              lineHeight: theme.text.leading,
              fontStyle: "italic",
              color: sheet.ink,
              textAlign: align,
              padding: align === "center" ? "4px 24px" : "4px 16px",
              ...(align !== "center" && { [edge]: `2px solid ${sheet.accent}` }),
            }}
          >
            <Words inlines={inlines} slots={slots} theme={theme} />
          </Column>
        </Row>
      </Column>
    </Row>
  );
}

function Block({ block, ...props }: Props & { block: LetterProps["blocks"][number] }) {
  const { theme, slots, t, align } = props;
  switch (block.kind) {
    case "paragraph":
    case "heading": {
      const isHeading = block.kind === "heading";
      const style: CSSProperties = {
        ...(isHeading ? setIn(theme.display, 26) : setIn(theme.text, 16)),
        lineHeight: isHeading ? 1.2 : theme.text.leading,
        color: theme.light.sheet.ink,
        margin: isHeading ? "14px 0 12px" : "0 0 18px",
        textAlign: align,
      };
      const words = <Words inlines={block.inlines} slots={slots} theme={theme} />;
      return isHeading ? (
        <h2 className="c-ink" style={{ ...style, fontWeight: theme.display.weight }}>
          {words}
        </h2>
      ) : (
        <Text className="c-ink" style={style}>
          {words}
        </Text>
      );
    }
    case "quote":
      return <Quote {...props} inlines={block.inlines} />;
    case "list":
      return <Entries {...props} items={block.items} />;
    case "divider":
      return <Line theme={theme} />;
    case "details":
      return <Details {...props} />;
    case "button":
      return (
        <Call href={hrefOf(block.href, slots)} theme={theme}>
          {block.label.length > 0 ? (
            <Words inlines={block.label} slots={slots} theme={theme} />
          ) : (
            t("letter.open")
          )}
        </Call>
      );
  }
}

/** The host's words, block by block. */
export function Blocks({ blocks, ...props }: Props) {
  return blocks.map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity of their own
    <Block key={at} {...props} blocks={blocks} block={block} />
  ));
}
