/** What a plan limits. Bytes for photos, a calendar month in UTC for mails and SMS. */
export const limitKeys = [
  "guests",
  "emailsPerMonth",
  "smsPerMonth",
  "sites",
  "members",
  "photoBytes",
  "customDomains",
] as const;

export type LimitKey = (typeof limitKeys)[number];
