import type { Preset } from "./preset";

/** ti.to's tickets: the person is in the ticket's columns, whoever paid in the order's. */
export const tito: Preset = {
  key: "tito",
  needs: ["ticket first name", "order (name|email|reference)"],
  columns: [
    ["ticket company name", "note"],
    ["ticket (phone|phone number)", "phone"],
    ["ticket", "tags"],
    ["ticket (created|updated|reference|number|discount|price|slug|unique url|job title).*", null],
    ["(order|void|price|tags?).*", null],
  ],
  rest: "note",
};
