import type { Mail } from "../mail";
import { MailButton, MailFrame, MailText, MailTitle, mailHtml } from "./frame";

/** A mail by which the app tells one person something: a heading, some lines, one way on, and why they get it. */
export async function noteMail(given: {
  language: string;
  to: string;
  /** The subject where it has no other. */
  title: string;
  subject?: string;
  lines: readonly string[];
  button: { label: string; href: string };
  why: string;
  /** Told once under it. */
  idempotencyKey: string;
  kind: string;
}): Promise<Mail> {
  const { language, to, title, subject = title, lines, button, why, idempotencyKey, kind } = given;
  return {
    ...{ to, subject, idempotencyKey },
    html: await mailHtml(
      <MailFrame language={language} preview={lines[0]!} footer={why}>
        <MailTitle>{title}</MailTitle>
        {lines.map((line) => (
          <MailText key={line}>{line}</MailText>
        ))}
        <MailButton href={button.href}>{button.label}</MailButton>
      </MailFrame>,
    ),
    text: [title, ...lines, `${button.label}:\n${button.href}`, why].join("\n\n"),
    headers: { "Auto-Submitted": "auto-generated" },
    tags: { kind },
  };
}
