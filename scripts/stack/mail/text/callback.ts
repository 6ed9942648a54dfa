import twilio from "twilio";
import { sidOf } from "./api";

type Told = {
  type: string;
  message_id: string;
  sender: string;
  recipients: string[];
  text: string | null;
  callback: string | null;
};

/** Where Twilio calls, and what proves that it is Twilio. */
export type TwilioTarget = { url: string; token: string };

/**
 * A call of Twilio's: what became of a message, to the address that came with it, or what somebody wrote back, to the
 * number's own (twilio.com/docs/usage/webhooks/messaging-webhooks), signed over the address and every field.
 */
export function twilioCall(event: Told, target: TwilioTarget) {
  const [from, to] = [event.sender, event.recipients[0]!];
  const shared = { MessageSid: sidOf(event.message_id), From: from, To: to };
  const isAnswer = event.type === "text.received";
  const fields: Record<string, string> = isAnswer
    ? { ...shared, Body: event.text ?? "" }
    : { ...shared, MessageStatus: event.type.replace("text.", "") };
  const url = isAnswer ? target.url : event.callback!;
  return {
    url,
    body: new URLSearchParams(fields).toString(),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(target.token, url, fields),
    },
  };
}
