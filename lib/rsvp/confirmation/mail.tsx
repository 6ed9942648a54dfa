import {
  Body,
  Container,
  Head,
  Hr,
  Html,
  Link,
  Preview,
  render,
  Section,
  Text,
} from "@react-email/components";
import type { ReactNode } from "react";
import { fromNamed, type Mail } from "@/lib/clients/mail";
import { FACES } from "@/lib/scene/faces";
import { paletteOf } from "@/lib/scene/palettes";
import type { Surface } from "@/lib/scene/theme";
import { typePairOf } from "@/lib/scene/type-pairs";
import { attendedBy, calendarOf } from "../page/queries";
import { words } from "../words/policy";
import { type Block, type Letter, letterOf, plain } from "./policy";
import type { Confirmation, Recipient } from "./queries";

/**
 * The mail that confirms an answer: what was said, the link to change it, and the calendar file. Made of what was
 * saved alone, so that sending it again is the same mail, byte for byte.
 */
export async function confirmationMail(confirmation: Confirmation, to: Recipient): Promise<Mail> {
  const { household, submissionId, revision, submittedAt, url } = confirmation;
  const locale = household.site?.locale ?? household.project.locale;
  const t = words(locale);
  const attends = attendedBy(household).length > 0;
  const letter = letterOf(confirmation, to, locale);
  const attachment = {
    filename: "invitation.ics",
    content: attends ? Buffer.from(calendarOf(household, url, submittedAt)).toString("base64") : "",
    contentType: "text/calendar; charset=utf-8; method=PUBLISH",
  };
  return {
    from: fromNamed(household.project.name),
    to: to.email,
    subject: letter.subject,
    html: await render(
      <Letterhead letter={letter} confirmation={confirmation} locale={locale} preview={t("mail.preview")} />,
    ),
    text: plain(letter, locale),
    headers: { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": `${submissionId}-${revision}` },
    tags: { kind: "confirmation" },
    idempotencyKey: `confirmation/${submissionId}/${revision}/${to.guestId}`,
    ...(attends && { attachments: [attachment] }),
  };
}

/** The sheet in the colours and the face of the invitation. Faces are named, not fetched: a mail opens as it is. */
function Letterhead({
  letter,
  confirmation,
  locale,
  preview,
}: {
  letter: Letter;
  confirmation: Confirmation;
  locale: string;
  preview: string;
}) {
  const palette = paletteOf(confirmation.theme?.palette ?? "midnight");
  const { base, alt } = palette;
  const pair = typePairOf(confirmation.theme?.type ?? "");
  const family = (face: keyof typeof FACES) =>
    FACES[face].fallback === "serif"
      ? `'${FACES[face].family}', Georgia, 'Times New Roman', serif`
      : `'${FACES[face].family}', 'Helvetica Neue', Helvetica, Arial, sans-serif`;
  const [display, text] = [family(pair.display.face), family(pair.text.face)];
  const t = words(locale);
  return (
    <Html lang={locale}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
      </Head>
      <Body style={{ margin: 0, padding: "28px 12px", backgroundColor: alt.bg, fontFamily: text }}>
        <Preview>{preview}</Preview>
        <Container
          style={{
            maxWidth: 520,
            padding: "36px 32px",
            backgroundColor: base.bg,
            border: `1px solid ${base.line}`,
          }}
        >
          <Text
            style={{
              margin: "0 0 22px",
              color: base.ink,
              fontFamily: display,
              fontSize: 30,
              lineHeight: "36px",
            }}
          >
            {letter.occasion}
          </Text>
          <Line color={base.ink}>{letter.hello}</Line>
          <Line color={base.ink}>{broken([letter.thanks])}</Line>
          {letter.blocks.map((block) => (
            <BlockOf key={block.key} block={block} surface={base} />
          ))}
          {letter.link ? (
            <Section style={{ padding: "26px 0 6px" }}>
              <Link
                href={letter.link.url}
                style={{
                  display: "inline-block",
                  padding: "13px 22px",
                  backgroundColor: base.accent,
                  color: base.onAccent,
                  fontSize: 16,
                  lineHeight: "20px",
                  textDecoration: "none",
                }}
              >
                {letter.link.label}
              </Link>
            </Section>
          ) : null}
          {letter.link?.until ? <Line color={base.soft}>{letter.link.until}</Line> : null}
          {letter.calendar ? (
            <Line color={base.soft}>
              {t("mail.calendarAttached")}{" "}
              <Link href={letter.calendar} style={{ color: base.accent, textDecoration: "underline" }}>
                {t("mail.calendar")}
              </Link>
            </Line>
          ) : null}
          {letter.link ? <Line color={base.soft}>{letter.own}</Line> : null}
        </Container>
      </Body>
    </Html>
  );
}

/** Lines one below the other; Outlook knows no other way. */
const broken = (lines: readonly string[]): ReactNode =>
  lines
    .flatMap((line) => line.split("\n"))
    .reduce<ReactNode>(
      (before, line) =>
        before === null ? (
          line
        ) : (
          <>
            {before}
            <br />
            {line}
          </>
        ),
      null,
    );

const Line = ({ color, children }: { color: string; children: ReactNode }) => (
  <Text style={{ margin: "0 0 12px", color, fontSize: 16, lineHeight: "24px" }}>{children}</Text>
);

function BlockOf({ block, surface }: { block: Block; surface: Surface }) {
  return (
    <Section>
      <Hr style={{ margin: "18px 0 14px", borderColor: surface.line }} />
      <Text
        style={{
          margin: "0 0 4px",
          color: surface.accent,
          fontSize: 16,
          lineHeight: "24px",
          fontWeight: 600,
        }}
      >
        {block.title}
      </Text>
      {block.details.length > 0 ? (
        <Text style={{ margin: 0, color: surface.soft, fontSize: 15, lineHeight: "22px" }}>
          {broken(block.details)}
        </Text>
      ) : null}
      <Text
        style={{
          margin: "4px 0 0",
          color: surface.ink,
          fontSize: 16,
          lineHeight: "26px",
          whiteSpace: "pre-line",
        }}
      >
        {broken(block.lines)}
      </Text>
    </Section>
  );
}
