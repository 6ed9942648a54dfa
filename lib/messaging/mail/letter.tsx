import { Body, Button, Column, Container, Head, Html, Link, Row, Text } from "@react-email/components";
import { type CSSProperties, Fragment, type ReactNode } from "react";
import type { Run } from "@/lib/scene/text";
import { direction } from "@/lib/scene/words";
import type { Href, Inline } from "./body";
import { mailStyle } from "./colors";
import { Letterhead } from "./letterhead";
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
function Words({
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

function Blocks({ blocks, theme, slots, t, align }: LetterProps & { align: "left" | "right" | "center" }) {
  const style: CSSProperties = {
    ...setIn(theme.text, 16),
    lineHeight: theme.text.leading,
    color: theme.light.sheet.ink,
    margin: "0 0 18px",
    textAlign: align,
  };
  return blocks.map((block, at) => {
    const key = `${block.kind}-${at}`;
    if (block.kind === "paragraph") {
      return (
        <Text key={key} className="c-ink" style={style}>
          <Words inlines={block.inlines} slots={slots} theme={theme} />
        </Text>
      );
    }
    return (
      <Call key={key} href={hrefOf(block.href, slots)} theme={theme}>
        {block.label.length > 0 ? (
          <Words inlines={block.label} slots={slots} theme={theme} />
        ) : (
          t("letter.open")
        )}
      </Call>
    );
  });
}

// Keeps clients from filling the preview with the beginning of the mail.
const PADDING = "\u034f\u200c\u00a0".repeat(50);

function Preheader({ runs, slots, theme }: { runs: Run[]; slots: MailSlots; theme: MailTheme }) {
  if (runs.length === 0) return null;
  return (
    <div
      style={{
        display: "none",
        overflow: "hidden",
        lineHeight: "1px",
        opacity: 0,
        maxHeight: 0,
        maxWidth: 0,
      }}
    >
      <Words inlines={runs} slots={slots} theme={theme} />
      {PADDING}
    </div>
  );
}

function Footer({ slots, t, theme }: LetterProps) {
  const color = theme.light.groundSoft;
  return (
    <Text
      className="c-around"
      style={{
        ...setIn(theme.text, 13),
        fontWeight: 400,
        lineHeight: 1.5,
        color,
        margin: "22px 0 0",
        textAlign: "center",
      }}
    >
      {t("letter.why", { name: slots.field("project.name") })}{" "}
      <Link href={slots.unsubscribe()} className="c-around" style={{ color, textDecoration: "underline" }}>
        {t("letter.unsubscribe")}
      </Link>
    </Text>
  );
}

/** A mail in the site's dress: its letterhead, the host's words, and below the sheet what the law asks for. */
export function Letter(props: LetterProps) {
  const { theme, locale, slots, subject, preheader } = props;
  const { light } = theme;
  const dir = direction(locale);
  const align = theme.align === "center" ? "center" : dir === "rtl" ? "right" : "left";
  const framed = theme.layout === "card";
  const line = `1px solid ${light.sheet.line}`;
  return (
    <Html lang={locale} dir={dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own rules, made of checked tokens */}
        <style dangerouslySetInnerHTML={{ __html: mailStyle(theme) }} />
      </Head>
      <Body
        className="bg-ground"
        style={{ backgroundColor: light.ground, margin: 0, padding: "24px 10px 32px" }}
      >
        <Preheader runs={preheader} slots={slots} theme={theme} />
        <Container
          className="bg-sheet b-line"
          style={{ maxWidth: "600px", backgroundColor: light.sheet.bg, ...(framed && { border: line }) }}
        >
          <Row>
            <Column style={framed ? { padding: "4px" } : undefined}>
              <Row className="b-line" style={framed ? { border: line } : undefined}>
                <Column>
                  <Letterhead {...props} align={align} />
                  <Row>
                    <Column
                      className="pad"
                      style={{ padding: theme.layout === "poster" ? "30px 48px 34px" : "8px 48px 34px" }}
                    >
                      <Blocks {...props} align={align} />
                    </Column>
                  </Row>
                </Column>
              </Row>
            </Column>
          </Row>
        </Container>
        <Container style={{ maxWidth: "600px" }}>
          <Footer {...props} />
        </Container>
      </Body>
    </Html>
  );
}
