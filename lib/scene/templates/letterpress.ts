import type { Template } from "./template";

/** A classic wedding, engraved on cotton paper. */
export const letterpress: Template = {
  id: "letterpress",
  suits: ["wedding"],
  theme: {
    palette: "oxblood",
    type: "cormorant-pinyon",
    align: "center",
    rhythm: "airy",
    hero: "card",
    section: "stack",
    schedule: "lines",
    heading: "caps",
    control: "hairline",
    ornament: "sprig",
    paper: "cotton",
  },
  palettes: ["oxblood", "olive", "midnight", "rosehip"],
  typePairs: ["cormorant-pinyon", "garamond", "bodoni-jost"],
  page: {
    type: "page",
    props: { description: { $: "pageDescription" } },
    children: [
      {
        type: "hero",
        children: [
          { type: "ornament", props: { size: "figure" } },
          { type: "monogram" },
          { type: "greeting", props: { text: { $: "greeting" } } },
          { type: "text", props: { role: "eyebrow", text: { $: "eyebrow" } } },
          { type: "text", props: { role: "title", text: { $: "title" } } },
          { type: "text", props: { role: "lead", text: { $: "lead" } } },
          { type: "facts", props: { as: "calendar" } },
          { type: "answer" },
        ],
      },
      {
        type: "story",
        props: { heading: { $: "storyHeading" } },
        children: [
          { type: "text", props: { role: "body", text: { $: "story" } } },
          { type: "ornament", props: { size: "rule" } },
          { type: "countdown" },
        ],
      },
      { type: "schedule", props: { heading: { $: "scheduleHeading" }, surface: "alt" } },
      {
        type: "venue",
        props: { heading: { $: "venueHeading" } },
        children: [{ type: "text", props: { role: "body", text: { $: "venueText" } } }],
      },
      { type: "divider" },
      {
        type: "details",
        props: { heading: { $: "detailsHeading" } },
        children: [
          { type: "detail", props: { label: { $: "dressLabel" }, text: { $: "dress" } } },
          { type: "detail", props: { label: { $: "giftsLabel" }, text: { $: "gifts" } } },
          { type: "detail", props: { label: { $: "childrenLabel" }, text: { $: "children" } } },
        ],
      },
      {
        type: "rsvp",
        props: {
          heading: { $: "rsvpHeading" },
          intro: { $: "rsvpIntro" },
          yes: { $: "yes" },
          no: { $: "no" },
          surface: "alt",
        },
      },
      {
        type: "footer",
        props: { surface: "bold" },
        children: [
          { type: "ornament", props: { size: "rule" } },
          { type: "text", props: { role: "script", text: { $: "footer" } } },
        ],
      },
    ],
  },
};
