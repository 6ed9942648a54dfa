import { Body, Column, Container, Head, Html, Link, Row, Text } from "@react-email/components";
import type { Run } from "@/lib/scene/text";
import { direction } from "@/lib/scene/words";
import { Blocks, Words } from "./blocks";
import { mailStyle } from "./colors";
import { Letterhead } from "./letterhead";
import type { MailSlots } from "./parts";
import { type LetterProps, setIn } from "./setting";
import type { MailTheme } from "./theme";

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
