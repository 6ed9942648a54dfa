type Category = "UTILITY" | "MARKETING";

const template = (
  number: number,
  name: string,
  category: Category,
  given: { status: string; body: string; reason?: string },
) => ({
  sid: `HX${String(number).padStart(32, "0")}`,
  account_sid: `AC${"0".repeat(32)}`,
  friendly_name: name,
  language: "en",
  variables: Object.fromEntries([...given.body.matchAll(/\{\{(\d+)\}\}/g)].map(([, key]) => [key, ""])),
  types: { "twilio/text": { body: given.body } },
  approval_requests: {
    name,
    category,
    status: given.status,
    rejection_reason: given.reason ?? "",
  },
});

/** Templates of WhatsApp as an account has them: some that Meta approved, one that waits, one that was refused. */
export const TEMPLATES = [
  template(1, "invitation", "UTILITY", {
    status: "approved",
    body: "Dear {{1}}, you are invited. Please answer by your own link: {{2}}",
  }),
  template(2, "answer_reminder", "UTILITY", {
    status: "approved",
    body: "Dear {{1}}, your answer has not reached us yet. It takes a minute: {{2}}",
  }),
  template(3, "thank_you", "MARKETING", {
    status: "approved",
    body: "Dear {{1}}, thank you for celebrating with us. A few pictures are here: {{2}}",
  }),
  template(4, "save_the_date", "MARKETING", {
    status: "pending",
    body: "Dear {{1}}, please keep the day free. More soon: {{2}}",
  }),
  template(5, "last_call", "MARKETING", {
    status: "rejected",
    body: "{{1}}! Answer NOW: {{2}}",
    reason: "The content does not follow WhatsApp's commerce policy.",
  }),
];

/** The words of a template with its variables filled; undefined where there is none of that id, or it is not approved. */
export function filled(sid: string, variables: Record<string, string>): string | undefined {
  const found = TEMPLATES.find((one) => one.sid === sid && one.approval_requests.status === "approved");
  return found?.types["twilio/text"].body.replace(/\{\{(\d+)\}\}/g, (_, key: string) => variables[key] ?? "");
}
