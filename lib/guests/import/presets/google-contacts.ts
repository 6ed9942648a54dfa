import type { Preset } from "./preset";

/** Google Contacts, new and old: several values in a cell joined by " ::: ", labels beginning with "* ". */
export const googleContacts: Preset = {
  key: "googleContacts",
  needs: ["(first name|given name)", "(last name|family name)", "(labels|group membership)"],
  columns: [
    ["e mail \\d+ value", "email"],
    ["phone \\d+ value", "phone"],
    ["address 1 formatted", "address"],
    ["(labels|group membership)", "tags"],
    ["name prefix", "title"],
    ["name suffix", "suffix"],
    ["name", "fullName"],
    ["additional name", "middleName"],
    [
      "(yomi|phonetic|nickname|file as|maiden|organization|birthday|photo|website|relation|event|custom field|im|address \\d+).*",
      null,
    ],
    [".* (label|type)", null],
    [
      "(initials|short name|gender|location|billing information|directory server|mileage|occupation|hobby|sensitivity|priority|subject|language)",
      null,
    ],
  ],
  rest: null,
};
