import { writeFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { drawCard } from "./card";
import { instantiate } from "./instantiate";
import { TEMPLATES } from "./templates/catalogue";

const facts = (name: string) => ({
  project: { name, kind: "wedding" as const, eventDate: "2027-06-12", timezone: "Europe/Rome", locale: "en" },
  events: [],
});

describe("the image for link previews", () => {
  it.each(TEMPLATES.map(({ id }) => id))("of %s is 1200 × 630 and far below 300 KB", async (id) => {
    let n = 0;
    const scene = instantiate(id, { newId: () => `n${n++}`, locale: "en" });
    const png = await drawCard(scene, facts("Chiara & Thomas"), "en");
    if (process.env.CARDS) writeFileSync(`${process.env.CARDS}/${id}.png`, png);
    expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: 1200, height: 630 });
    expect(png.length).toBeLessThan(300_000);
  });

  it("holds names of any length and script, and markup as letters", async () => {
    const scene = instantiate("letterpress", { newId: () => crypto.randomUUID(), locale: "en" });
    for (const name of [
      "",
      "A",
      "<script>&\"'",
      "שרה ודוד",
      "محمد وليلى",
      "🎉",
      "Maximiliane-Charlotte & ".repeat(8),
    ]) {
      expect((await drawCard(scene, facts(name), "en")).length).toBeGreaterThan(1_000);
    }
  });
});
