/** What organizations can be told of; the names are part of the API. */
export const webhookEvents = [
  "rsvp.submitted",
  "guest.created",
  "guests.imported",
  "campaign.sent",
  "site.published",
  "site.unpublished",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Which of our own events each is made of. */
export const madeOf: Record<string, WebhookEvent> = {
  "rsvp/submission.saved": "rsvp.submitted",
  "guests/guest.created": "guest.created",
  "guests/import.finished": "guests.imported",
  "messaging/campaign.sent": "campaign.sent",
  "sites/site.published": "site.published",
  "sites/site.unpublished": "site.unpublished",
};

/** A delivery is due: a new one, or one that a person wants tried again. */
export const deliveryDue = "webhooks/delivery.due";

export type DeliveryDue = {
  organizationId: string;
  endpointId: string;
  deliveryId: string;
  byHand?: boolean;
};
export type Happened = { organizationId: string; projectId: string | null } & Record<string, unknown>;
