import { describe, expect, it } from "vitest";
import { OCCASIONS } from "@/lib/scene/fixtures";
import { instantiate } from "@/lib/scene/instantiate";
import { TEMPLATES } from "@/lib/scene/templates/catalogue";
import words from "@/messages/en/messages.json";
import { compileMail } from "../compile";
import { fieldsOfMail, fillMail } from "../parts";
import { type Addressee, valuesOf } from "../values";
import { lintMail, rules } from "./policy";

const LINK = "https://ada-luca.example.site/i/Token";
const STOP = "https://ada-luca.example.site/unsubscribe/stop";
const starts = ["invitation", "reminder", "saveTheDate", "update", "thanks"] as const;
const everyBlock =
  "Hi\n\n# The day\n\n- [one](https://maps.example.com/a?b=1&c=2)\n- two\n\n> said\n\n---\n\n{{event.details}}\n\n[Map](https://maps.example.com/x)";

const guest = (firstName: string, lastName: string, household = ""): Addressee => ({
  ...{ firstName, lastName, household, people: [{ firstName, lastName }], eventIds: ["ceremony"] },
});
const people = {
  plain: guest("Anna", "Rossi"),
  markup: guest(
    `<script>alert("1")</script>`,
    `" onload="x" style="color:#ffffff`,
    "</td></table><img src=x>",
  ),
  long: guest("Maximilian".repeat(6), "von und zu ".repeat(6), "W".repeat(200)),
  arabic: guest("عبد الرحمن", "الأنصاري"),
  nobody: guest("", "", ""),
  braces: guest("{{guest.firstName}}", "\uE002\uE003"),
};

async function mailOf(template: keyof typeof OCCASIONS, subject: string, body: string, locale = "en") {
  let n = 0;
  const occasion = OCCASIONS[template];
  const facts = {
    ...occasion,
    events: occasion.events.map((event) => ({
      ...event,
      venueName: event.venueName && `${event.venueName} <b>&"`,
      dressCode: "Black tie & <i>boots</i>",
    })),
  };
  const mail = await compileMail({
    ...{ from: "Ada <invitations@example.com>", replyTo: null, locale, subject, preheader: "", body, facts },
    ...{ origin: "https://ada-luca.example.site", ownOrigin: "https://ada-luca.example.site" },
    scene: instantiate(template, { newId: () => `n${n++}`, locale: "en" }),
  });
  const valuesFor = valuesOf(fieldsOfMail(mail), facts, locale, null);
  return (person: Addressee) => fillMail(mail, { ...valuesFor(person), "invite.url": LINK }, STOP);
}
const headers = { "List-Unsubscribe": `<${STOP}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };

describe("the lint of mails", () => {
  it("finds nothing in any starting point, in any template, whoever gets it", async () => {
    for (const { id } of TEMPLATES) {
      const bodies = starts.map(
        (key) => [words[`start_${key}_subject`], words[`start_${key}_body`]] as const,
      );
      for (const [subject, body] of [...bodies, ["{{guest.fullName}}", everyBlock] as const]) {
        for (const locale of ["en", "ar"]) {
          const fill = await mailOf(id, subject, body, locale);
          for (const [name, person] of Object.entries(people)) {
            const { html, text } = fill(person);
            const faults = lintMail({ html, text, headers });
            expect([id, subject, locale, name, faults]).toEqual([id, subject, locale, name, []]);
          }
        }
      }
    }
  });

  it("finds what is wrong by each of its rules, which all name who says so", async () => {
    const { html, text } = (await mailOf("letterpress", "Hi", everyBlock))(people.plain);
    const inBody = (more: string) => ({ html: html.replace("</body>", `${more}</body>`), text, headers });
    const broken: Record<string, Parameters<typeof lintMail>[0]> = {
      "no layout that Outlook for Windows and Gmail drop": inBody('<p style="display:flex">x</p>'),
      "nothing fetched that styles, runs or asks": inBody("<form></form>"),
      "no handlers, and no scheme that runs": inBody('<p onclick="x()">x</p>'),
      "no wider than 600 px": inBody('<table width="700"></table>'),
      "pictures with words and measures": inBody(
        '<img src="https://a.example/b.png" width="10" height="10">',
      ),
      "legible in light and dark": inBody('<p style="background-color:#ffffff;color:#999999">x</p>'),
      "says that it knows the dark": { html: html.replaceAll("color-scheme", "x"), text, headers },
      "a language, a direction, a title": { html: html.replace(/<title>.*<\/title>/, ""), text, headers },
      "a line for the inbox": { html: html.replace("display:none", "display:block"), text, headers },
      "a text part that carries each link": { html, text: text.replaceAll(LINK, ""), headers },
      "whole addresses, encrypted": inBody('<a href="http://example.com/">x</a>'),
      "under 100 KB": inBody(`<p>${"x".repeat(101 * 1_024)}</p>`),
      "a stylesheet that Gmail keeps": inBody(`<style>${"a{}".repeat(3_000)}</style>`),
      "unsubscribing in one click, and in sight": { html, text, headers: {} },
      "no sign of how it was made": inBody("\uE0020\uE003"),
    };
    for (const { name, source } of rules) {
      expect([name, source.length > 10, broken[name] !== undefined]).toEqual([name, true, true]);
      expect([name, lintMail(broken[name]!).map(({ rule }) => rule)]).toEqual([
        name,
        expect.arrayContaining([name]),
      ]);
    }
    expect(lintMail(inBody('<p class="c-ink" style="color:#000000">dark takes its own</p>'))).toEqual([]);
    const pale = '<div style="background-color:#ffffff"><p class="c-ink" style="color:#000000">x</p></div>';
    expect(lintMail(inBody(pale)).map(({ found }) => found.slice(0, 5))).toEqual(["dark:"]);
  });
});
