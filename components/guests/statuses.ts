export type RsvpStatus = "attending" | "maybe" | "declined" | "pending" | "waitlisted" | "none";

/** Where a guest may stand, in the order in which people ask about it. */
export const rsvpStatuses: RsvpStatus[] = ["attending", "maybe", "declined", "pending", "waitlisted", "none"];
