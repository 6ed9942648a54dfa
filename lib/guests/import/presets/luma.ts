import type { Preset } from "./preset";

/** Luma: fixed columns, then one per question of the registration, headed by the question. */
export const luma: Preset = {
  key: "luma",
  needs: ["(guest|api) id", "name", "approval status"],
  columns: [
    ["phone number", "phone"],
    ["approval status", "answer"],
    ["ticket name", "tags"],
    ["(guest|api|ticket type) id", null],
    ["(created|checked in|registered|joined|invited) at", null],
    [
      "(custom source|utm .*|qr code url|amount.*|currency|coupon.*|.*(eth|solana) address|event (id|name))",
      null,
    ],
  ],
  rest: "note",
};
