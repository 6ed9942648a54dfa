import type { Template } from "./template";

/** A birthday in big type and colour. */
export const sunburst: Template = {
  id: "sunburst",
  suits: ["birthday"],
  theme: {
    palette: "tangerine",
    type: "caprasimo-figtree",
    align: "start",
    rhythm: "tight",
    hero: "poster",
    section: "bands",
    schedule: "tickets",
    heading: "display",
    control: "pill",
    ornament: "rays",
    paper: "plain",
  },
  palettes: ["tangerine", "bubblegum", "lagoon", "disco"],
  typePairs: ["caprasimo-figtree", "anton-figtree", "unbounded-figtree"],
  page: {
    type: "page",
    props: { description: { $: "pageDescription" } },
    children: [
      {
        type: "hero",
        props: { surface: "bold" },
        children: [
          { type: "ornament", props: { size: "figure" } },
          { type: "text", props: { role: "eyebrow", text: { $: "eyebrow" } } },
          { type: "text", props: { role: "title", text: { $: "title" } } },
          { type: "greeting", props: { text: { $: "greeting" } } },
          { type: "text", props: { role: "lead", text: { $: "lead" } } },
          { type: "facts", props: { as: "poster" } },
          { type: "answer" },
        ],
      },
      {
        type: "story",
        props: { heading: { $: "storyHeading" } },
        children: [{ type: "text", props: { role: "lead", text: { $: "story" } } }, { type: "countdown" }],
      },
      { type: "schedule", props: { heading: { $: "scheduleHeading" }, surface: "alt" } },
      {
        type: "venue",
        props: { heading: { $: "venueHeading" }, surface: "base" },
        children: [{ type: "text", props: { role: "body", text: { $: "venueText" } } }],
      },
      {
        type: "details",
        props: { heading: { $: "detailsHeading" }, surface: "alt" },
        children: [
          { type: "detail", props: { label: { $: "dressLabel" }, text: { $: "dress" } } },
          { type: "detail", props: { label: { $: "giftsLabel" }, text: { $: "gifts" } } },
        ],
      },
      {
        type: "rsvp",
        props: {
          heading: { $: "rsvpHeading" },
          intro: { $: "rsvpIntro" },
          yes: { $: "yes" },
          no: { $: "no" },
        },
      },
      {
        type: "footer",
        props: { surface: "bold" },
        children: [{ type: "text", props: { role: "script", text: { $: "footer" } } }],
      },
    ],
  },
};
