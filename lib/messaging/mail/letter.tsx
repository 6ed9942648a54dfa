import { Body, Column, Container, Head, Html, Link, Row, Text } from "@react-email/components";
import { direction } from "@/lib/scene/words";
import { Blocks, Words } from "./blocks";
import { mailStyle } from "./colors";
import { Letterhead } from "./letterhead";
import { type LetterProps, setIn, When } from "./setting";

// Keeps clients from filling the preview with the beginning of the mail.
const PADDING = "\u034f\u200c\u00a0".repeat(50);

/** What stands beside the subject in the inbox; where the host wrote nothing, when and where it is. */
function Preheader({ preheader, slots, theme, t }: LetterProps) {
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
      {preheader.length > 0 ? (
        <Words inlines={preheader} slots={slots} theme={theme} />
      ) : (
        <>
          {t("letter.from", { name: slots.field("project.name") })}
          <When slots={slots} known={["event.date"]}>
            {`. ${slots.field("event.date")}`}
          </When>
          <When slots={slots} known={["event.venueName"]}>
            {`, ${slots.field("event.venueName")}`}
          </When>
        </>
      )}
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
  const { theme, locale, subject } = props;
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
        <Preheader {...props} />
        <Container
          className="bg-sheet b-line"
          style={{
            maxWidth: "600px",
            backgroundColor: light.sheet.bg,
            // A table grows with its longest word, and the mail with the table.
            wordBreak: "break-word",
            ...(framed && { border: line }),
          }}
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
        {/* A ground of its own: the body's cell has no class by which Outlook on the web could darken it. */}
        <Container className="bg-ground" style={{ maxWidth: "600px", backgroundColor: light.ground }}>
          <Footer {...props} />
        </Container>
      </Body>
    </Html>
  );
}
