import { Body, Container, Head, Html, Link, Preview, render, Section, Text } from "@react-email/components";
import type { ReactElement, ReactNode } from "react";
import { env } from "../env";

const paper = "#f6f5f3";
const ink = "#211f1c";
const soft = "#6b6760";
const blue = "#1f55b5";
const face =
  "'Hanken Grotesk', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

// Dark mode where the client lets us choose; where it inverts by itself, these colours survive it.
const dark = `
  @media (prefers-color-scheme: dark) {
    .paper, .paper > table > tbody > tr > td { background: #171614 !important; }
    .sheet { background: #211f1d !important; border-color: #34312e !important; }
    .ink { color: #eceae6 !important; }
    .soft { color: #a8a39b !important; }
    .sunk { background: #171614 !important; border-color: #34312e !important; }
    .button { background: #84abf5 !important; color: #101826 !important; }
  }
  @media (max-width: 480px) { .sheet { padding: 28px 22px 10px !important; } }
`;

/** What a mail of the app's own looks like: one sheet, our name above, a quiet line below. No pictures, no tracking. */
export function MailFrame({
  language,
  preview,
  footer,
  children,
}: {
  language: string;
  /** What an inbox shows beside the subject. */
  preview: string;
  footer: ReactNode;
  children: ReactNode;
}) {
  return (
    <Html lang={language}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{dark}</style>
      </Head>
      <Body
        className="paper"
        style={{ margin: 0, padding: "32px 12px", background: paper, fontFamily: face }}
      >
        <Preview>{preview}</Preview>
        <Container style={{ maxWidth: 480 }}>
          <Text
            className="soft"
            style={{
              margin: "0 0 16px",
              color: soft,
              fontSize: 13,
              fontWeight: 600,
              letterSpacing: "0.04em",
            }}
          >
            {env().APP_NAME}
          </Text>
          <Section
            className="sheet"
            style={{
              padding: "36px 36px 16px",
              background: "#ffffff",
              border: "1px solid #e6e3de",
              borderRadius: 10,
            }}
          >
            {children}
          </Section>
          <Text
            className="soft"
            style={{ margin: "20px 0 0", color: soft, fontSize: 12, lineHeight: "18px" }}
          >
            {footer}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

/** The one heading of a mail. */
export const MailTitle = ({ children }: { children: ReactNode }) => (
  <Text
    className="ink"
    style={{
      margin: "0 0 12px",
      color: ink,
      fontSize: 22,
      lineHeight: "30px",
      fontWeight: 600,
      letterSpacing: "-0.01em",
    }}
  >
    {children}
  </Text>
);

/** A paragraph of a mail. */
export const MailText = ({ children, quiet }: { children: ReactNode; quiet?: boolean }) => (
  <Text
    className={quiet ? "soft" : "ink"}
    style={{
      margin: "0 0 16px",
      color: quiet ? soft : ink,
      fontSize: quiet ? 13 : 15,
      lineHeight: quiet ? "20px" : "23px",
    }}
  >
    {children}
  </Text>
);

/** Something to be read off and typed in: large, in one piece, easy to copy. */
export const MailCode = ({ children }: { children: string }) => (
  <Section
    className="sunk"
    style={{ margin: "4px 0 20px", background: paper, border: "1px solid #e6e3de", borderRadius: 8 }}
  >
    <Text
      className="ink"
      style={{
        margin: 0,
        padding: "18px 0 18px 0.28em",
        color: ink,
        fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
        fontSize: 36,
        lineHeight: "40px",
        fontWeight: 600,
        letterSpacing: "0.28em",
        textAlign: "center",
      }}
    >
      {children}
    </Text>
  </Section>
);

/** The one thing to press. */
export const MailButton = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    className="button"
    style={{
      display: "inline-block",
      margin: "0 0 20px",
      padding: "12px 22px",
      background: blue,
      color: "#ffffff",
      borderRadius: 8,
      fontSize: 15,
      lineHeight: "20px",
      fontWeight: 600,
      textDecoration: "none",
    }}
  >
    {children}
  </Link>
);

/** The HTML of a mail: the same bytes for the same words, so that sending it again is the same mail. */
export const mailHtml = (mail: ReactElement): Promise<string> => render(mail);
