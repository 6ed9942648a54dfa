import { z } from "zod";
import { url, variable } from "./variable";

const word = z.string().min(1).optional();
const perSecond = z.coerce.number().positive();

/** Variables of the channels: mail by one of four drivers, SMS and WhatsApp by Twilio. */
export const messagingVariables = {
  MAIL_DRIVER: variable(
    z.enum(["resend", "ses", "sendgrid", "smtp"]).default("resend"),
    "resend",
    "who sends mail: resend, ses, sendgrid or smtp",
  ),
  MAIL_FROM: variable(
    z.string().regex(/^[^<>]*<?[^<>@\s]+@[^<>@\s]+>?$/, "is not an address"),
    "EIOS <invitations@example.com>",
    "the sender of every mail",
  ),
  RESEND_API_KEY: variable(word, "re_example", "sends mail by Resend"),
  RESEND_WEBHOOK_SECRET: variable(
    z
      .string()
      .regex(/^whsec_/, "does not begin with whsec_")
      .optional(),
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "proves Resend's events",
  ),
  RESEND_BASE_URL: variable(url.optional(), "http://127.0.0.1:8025", "a mail server that speaks Resend"),
  RESEND_RATE_LIMIT: variable(perSecond.default(2), "2", "requests a second that the mail plan allows"),
  SES_REGION: variable(
    word,
    "eu-central-1",
    "sends mail by Amazon SES; credentials as the AWS SDK finds them",
  ),
  SES_CONFIGURATION_SET: variable(word, "eios", "the set whose events go to the topic"),
  SES_WEBHOOK_TOPIC: variable(
    z.string().regex(/^arn:/, "does not begin with arn:").optional(),
    "arn:aws:sns:eu-central-1:123456789012:eios",
    "the SNS topic of SES' events; others are refused",
  ),
  SES_BASE_URL: variable(url.optional(), "http://127.0.0.1:8026", "a mail server that speaks SES"),
  // An account out of the sandbox begins with 14 mails a second (docs.aws.amazon.com/ses/latest/dg/quotas.html).
  SES_RATE_LIMIT: variable(perSecond.default(14), "14", "mails a second that SES allows"),
  SENDGRID_API_KEY: variable(word, "SG.example", "sends mail by SendGrid"),
  SENDGRID_WEBHOOK_KEY: variable(
    z.string().min(80, "is too short for a public key").optional(),
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    "the public key that proves SendGrid's events",
  ),
  SENDGRID_BASE_URL: variable(url.optional(), "http://127.0.0.1:8027", "a mail server that speaks SendGrid"),
  SENDGRID_RATE_LIMIT: variable(perSecond.default(100), "100", "mails a second given to SendGrid"),
  SMTP_URL: variable(
    z.url({ protocol: /^smtps?$/ }).optional(),
    "smtps://user:secret@mail.example.com:465",
    "sends mail by a server of one's own",
  ),
  SMTP_RATE_LIMIT: variable(perSecond.default(5), "5", "mails a second given to the server"),
  TWILIO_ACCOUNT_SID: variable(
    z.string().regex(/^AC/, "does not begin with AC").optional(),
    "ACexample",
    "sends SMS and WhatsApp messages",
  ),
  TWILIO_AUTH_TOKEN: variable(word, "secret", "proves Twilio's calls, and ours to it"),
  TWILIO_SMS_FROM: variable(
    z
      .string()
      .regex(
        /^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/,
        "is neither a number such as +15551234567 nor a messaging service",
      )
      .optional(),
    "+15551234567",
    "the sender of SMS: a number in E.164, or a messaging service",
  ),
  TWILIO_WHATSAPP_FROM: variable(
    z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, "is not a number such as +15551234567")
      .optional(),
    "+15551234567",
    "the sender of WhatsApp messages",
  ),
  TWILIO_BASE_URL: variable(url.optional(), "http://127.0.0.1:8028", "a server that speaks Twilio"),
  // WhatsApp's own throughput (twilio.com/docs/whatsapp/api#rate-limiting); a US long code sends one SMS a second.
  TWILIO_SMS_RATE_LIMIT: variable(perSecond.default(1), "1", "SMS a second that the sender may send"),
  TWILIO_SMS_PRICE: variable(
    z
      .string()
      .regex(/^\d+(\.\d+)? [A-Z]{3}$/, "is not a price such as 0.05 EUR")
      .transform((text) => ({ amount: Number(text.split(" ")[0]), currency: text.split(" ")[1]! }))
      .optional(),
    "0.05 EUR",
    "what one part of an SMS costs you: shown before a campaign is approved",
  ),
  TWILIO_WHATSAPP_RATE_LIMIT: variable(perSecond.default(80), "80", "WhatsApp messages a second"),
  TRUST_TIERS: variable(
    z.enum(["on", "auto"]).default("auto"),
    "auto",
    "whether new senders may send little: auto is where mails really leave, on is everywhere",
  ),
};

type Known = { [K in keyof typeof messagingVariables]: z.output<(typeof messagingVariables)[K]["schema"]> };

const needs: Record<Known["MAIL_DRIVER"], (keyof Known)[]> = {
  resend: ["RESEND_API_KEY", "RESEND_WEBHOOK_SECRET"],
  ses: ["SES_REGION"],
  sendgrid: ["SENDGRID_API_KEY"],
  smtp: ["SMTP_URL"],
};

/** One sentence for each variable without which the chosen driver cannot send. */
export const lackingIn = (values: Partial<Known>): string[] =>
  (needs[values.MAIL_DRIVER!] ?? [])
    .filter((name) => values[name] === undefined)
    .map((name) => `${name} is not set. Example: ${messagingVariables[name].example}`);
