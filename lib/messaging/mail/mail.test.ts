import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast } from "@/lib/scene/contrast";
import { OCCASIONS } from "@/lib/scene/fixtures";
import { instantiate } from "@/lib/scene/instantiate";
import { PALETTES } from "@/lib/scene/palettes";
import { TEMPLATES } from "@/lib/scene/templates/catalogue";
import { joinBody, splitBody } from "@/lib/scene/typed-body";
import { bareFieldsOfBody, fieldsOfBody, linksOf, parseBody, unknownFields, unknownInBody } from "./body";
import { compileMail, type MailSource } from "./compile";
import { fieldsOfMail, fillMail } from "./parts";
import { mailTheme } from "./theme";
import { valuesOf } from "./values";

const source = (
  template: keyof typeof OCCASIONS,
  body: string,
  given: Partial<MailSource> = {},
): MailSource => {
  let n = 0;
  return {
    from: "Ada & Luca <invitations@example.com>",
    replyTo: null,
    locale: "en",
    origin: "https://ada-luca.example.site",
    ownOrigin: "https://ada-luca.example.site",
    subject: "{{guest.firstName|friend}}, you are invited",
    preheader: "On {{event.date}}",
    body,
    scene: instantiate(template, { newId: () => `n${n++}`, locale: "en" }),
    facts: OCCASIONS[template],
    ...given,
  };
};
const anna = {
  firstName: "Anna",
  lastName: "Rossi",
  household: "",
  people: [
    { firstName: "Anna", lastName: "Rossi" },
    { firstName: "Ben", lastName: "Rossi" },
  ],
  eventIds: ["ceremony"],
};
const LINK = "https://ada-luca.example.site/i/Token";
const STOP = "https://ada-luca.example.site/unsubscribe/stop";

async function mailTo(given: MailSource, person = anna) {
  const mail = await compileMail(given);
  const values = valuesOf(fieldsOfMail(mail), given.facts, mail.locale, null)(person);
  return fillMail(mail, { ...values, "invite.url": LINK }, STOP);
}

describe("a body", () => {
  it("is paragraphs, marks, links and buttons", () => {
    const blocks = parseBody(
      "Dear {{guest.firstName|friend}},\nhello\n\nsee **[the map](https://maps.example.com/a_(b))** or https://example.com/x.\n\n[Answer]({{invite.url}})\n\n\n{{invite.url}}",
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph", "button", "button"]);
    expect(linksOf(blocks)).toEqual(["https://maps.example.com/a_(b)", "https://example.com/x"]);
    expect(fieldsOfBody(blocks)).toEqual(["guest.firstName", "invite.url"]);
    expect(blocks[1]).toMatchObject({
      inlines: [
        { text: "see " },
        { href: { url: "https://maps.example.com/a_(b)" }, marks: ["strong"] },
        {},
        {},
        {},
      ],
    });
    expect(bareFieldsOfBody(parseBody("{{guest.lastName}} {{guest.firstName|x}}"))).toEqual([
      "guest.lastName",
    ]);
  });

  it("links to nothing but the web, mail and calls", () => {
    for (const address of ["javascript:alert(1)", "data:text/html,x", "//evil", "{{guest.firstName}}"]) {
      expect(parseBody(`[x](${address}) y`)[0]).toMatchObject({ kind: "paragraph" });
      expect(linksOf(parseBody(`a [x](${address})`))).toEqual([]);
    }
  });

  it("names what looks like a field and is none, and takes every field and its fallback", () => {
    expect(unknownFields("{{guest.firstName|friend}} {{ event.date }} {{invite.url}}")).toEqual([]);
    expect(unknownFields("{{gest.firstName}} {{}} {{guest.firstName")).toEqual([
      "{{gest.firstName}}",
      "{{}}",
      "{{",
    ]);
    expect(unknownFields("\\{{as words}}")).toEqual([]);
  });

  it("of any characters is read without a throw, and keeps its words", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (typed) => {
        for (const block of parseBody(typed)) expect(block.kind).toMatch(/paragraph|button/);
        unknownFields(typed);
      }),
    );
  });
});

describe("a body in blocks", () => {
  const kinds =
    "Hi\n\n# The day\n\n- one\n- **two**\n\n> as we said\n> once\n\n---\n\n{{event.details}}\n\n\\- no list";

  it("has headings, lists, quotes, lines and the event's facts; a backslash keeps what only looks like one", () => {
    const blocks = parseBody(kinds);
    expect(blocks.map(({ kind }) => kind)).toEqual([
      ...["paragraph", "heading", "list", "quote", "divider", "details", "paragraph"],
    ]);
    expect(blocks.at(-1)).toEqual({ kind: "paragraph", inlines: [{ text: "- no list" }] });
    expect(unknownInBody(kinds)).toEqual([]);
    expect(unknownInBody("see {{event.details}}")).toEqual(["{{event.details}}"]);
    expect(unknownFields("{{event.details}}")).toEqual(["{{event.details}}"]);
  });

  it("typed out again is read as the same blocks, of whatever signs it is made", () => {
    const piece = fc.constantFrom(
      ..."ab ".split(""),
      ...[
        "\n",
        "\n\n",
        "# ",
        "## ",
        "- ",
        ">",
        "> ",
        "---",
        "\\",
        "**",
        "__",
        "[",
        "]",
        "(",
        ")",
        "{{",
        "}}",
        "|",
      ],
      ...[
        "{{event.details}}",
        "{{invite.url}}",
        "{{guest.firstName|x}}",
        "https://a.example/b",
        "[l](https://a.example)",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const typed = pieces.join("");
        const again = joinBody(splitBody(typed));
        expect(splitBody(again)).toEqual(splitBody(typed));
        expect(parseBody(again)).toEqual(parseBody(typed));
        expect(joinBody(splitBody(again))).toBe(again);
      }),
      { numRuns: 3_000 },
    );
  });

  it("stands whole in both parts of a mail, in every template", async () => {
    for (const { id } of TEMPLATES) {
      const { html, text } = await mailTo(source(id, kinds));
      for (const part of [html, text]) {
        for (const words of ["The day", "two", "as we said", "no list", "2027"])
          expect(part).toContain(words);
      }
      expect(text).toMatch(/^- one\n- two$/m);
      expect(text).toMatch(/^---$/m);
      expect(html).toMatch(/<h2[^>]*>The day<\/h2>/);
    }
  });
});

describe("a compiled mail", () => {
  it("greets by name, carries the personal link and the way out in both parts, in every template", async () => {
    for (const { id } of TEMPLATES) {
      const mail = await mailTo(
        source(id, "Dear {{household.name}},\n\nwe are **glad**.\n\n[Answer]({{invite.url}})"),
      );
      expect(mail.subject).toBe("Anna, you are invited");
      for (const part of [mail.html, mail.text]) {
        expect(part).toContain("Anna and Ben");
        expect(part).toContain(LINK);
        expect(part).toContain(STOP);
        expect(part).not.toMatch(/\{\{|[\uE000-\uE00F]/);
      }
      expect(mail.html).toMatch(/^<!DOCTYPE html/);
      expect(mail.html).toMatch(/<strong[^>]*>glad<\/strong>/);
      expect(Buffer.byteLength(mail.html)).toBeLessThan(30 * 1_024);
    }
  });

  it("gets a button where the host wrote no link", async () => {
    const mail = await mailTo(source("letterpress", "Come as you are."));
    expect(mail.html).toContain(`href="${LINK}"`);
    expect(mail.text).toContain(`Open your invitation:\n${LINK}`);
  });

  it("is the same bytes whenever it is filled with the same values, also after a trip through JSON", async () => {
    const mail = await compileMail(source("sunburst", "Hey {{guest.firstName|you}}"));
    const again = JSON.parse(JSON.stringify(mail)) as typeof mail;
    const values = { "guest.firstName": "Mo", "invite.url": LINK } as const;
    expect(fillMail(again, values, STOP)).toEqual(fillMail(mail, values, STOP));
  });

  it("leaves out lines whose facts nobody knows, and falls back where the host said how", async () => {
    const facts = { ...OCCASIONS.letterpress, events: [] };
    const mail = await mailTo(source("letterpress", "At {{event.venueName|a secret place}}.", { facts }));
    expect(mail.html).toContain("At a secret place.");
    expect(mail.text).not.toMatch(/\n{3,}/);
    expect(mail.html).not.toContain("2027");
  });

  it("shows hostile names as they are written, and keeps them out of its headers", async () => {
    const evil = `<img src=x onerror=alert(1)>"'&\r\nBcc: all@example.com`;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constant(evil), fc.string({ unit: "grapheme", maxLength: 80 })),
        async (name) => {
          const person = { ...anna, firstName: name, people: [] };
          const { subject, html } = await mailTo(source("ledger", "Dear {{guest.firstName|friend}}"), person);
          expect(subject).not.toMatch(/[\r\n]/);
          expect(html).not.toContain("<img");
          expect(html.match(/<script/gi)).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is legible in light and dark in every palette", () => {
    for (const palette of PALETTES) {
      const theme = { ...TEMPLATES[0]!.theme, palette: palette.id };
      const { light, dark } = mailTheme(theme, "");
      for (const { ground, groundSoft, sheet, band } of [light, dark]) {
        const pairs = [
          [groundSoft, ground],
          [sheet.ink, sheet.bg],
          [sheet.soft, sheet.bg],
          [sheet.accent, sheet.bg],
          [sheet.onAccent, sheet.accent],
          [band.ink, band.bg],
          [band.soft, band.bg],
          [band.onAccent, band.accent],
        ] as const;
        for (const [front, back] of pairs) {
          expect([palette.id, front, back, contrast(front, back) >= 4.5]).toEqual([
            palette.id,
            front,
            back,
            true,
          ]);
        }
      }
    }
  });
});
