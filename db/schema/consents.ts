import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, timestamps } from "../columns";
import { guests } from "./guests";
import { channels } from "./messaging";
import { organizationId } from "./organizations";
import { projects } from "./projects";

export const suppressionList = pgTable(
  "suppression_list",
  {
    id: id(),
    organizationId: organizationId(),
    channel: text({ enum: channels }).notNull(),
    address: text().notNull(),
    reason: text({ enum: ["manual", "bounce", "complaint", "unsubscribe"] }).notNull(),
    source: text(),
    ...timestamps(),
  },
  (t) => [
    unique("suppression_list_address_unique").on(t.organizationId, t.channel, t.address),
    check("suppression_list_channel", sql`${t.channel} in ('email','sms','whatsapp')`),
    check("suppression_list_reason", sql`${t.reason} in ('manual','bounce','complaint','unsubscribe')`),
  ],
);

/** What people allowed: each time they did, by which channel, and how one knows. A withdrawal keeps the row as proof. */
export const guestConsents = pgTable(
  "guest_consents",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    guestId: uuid().notNull(),
    channel: text({ enum: channels }).notNull(),
    givenAt: instant().notNull(),
    source: text({ enum: ["form", "import", "host", "reply"] }).notNull(),
    /** How one knows: the words of the question, "told me on the phone". */
    note: text(),
    recordedBy: uuid(),
    withdrawnAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("guest_consents_tenant_key").on(t.organizationId, t.id),
    uniqueIndex("guest_consents_standing_unique").on(t.guestId, t.channel).where(sql`withdrawn_at is null`),
    index("guest_consents_guest_index").on(t.guestId, t.givenAt),
    foreignKey({
      name: "guest_consents_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "guest_consents_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
    check("guest_consents_channel", sql`${t.channel} in ('email','sms','whatsapp')`),
    check("guest_consents_source", sql`${t.source} in ('form','import','host','reply')`),
    check("guest_consents_note_length", sql`char_length(${t.note}) <= 500`),
  ],
);
