import type { Template } from "./template";

/** A company event on a strict grid. */
export const ledger: Template = {
  id: "ledger",
  suits: ["corporate", "conference", "other"],
  theme: {
    palette: "signal",
    type: "archivo",
    align: "start",
    rhythm: "measured",
    hero: "ledger",
    section: "aside",
    schedule: "table",
    heading: "plain",
    control: "box",
    ornament: "arcs",
    paper: "plain",
  },
  palettes: ["signal", "ultramarine", "pine", "graphite"],
  typePairs: ["archivo", "instrument", "bricolage-hanken"],
  page: {
    type: "page",
    props: { description: { $: "pageDescription" } },
    children: [
      {
        type: "hero",
        children: [
          { type: "ornament", props: { size: "figure" } },
          { type: "text", props: { role: "eyebrow", text: { $: "eyebrow" } } },
          { type: "text", props: { role: "title", text: { $: "title" } } },
          { type: "text", props: { role: "lead", text: { $: "lead" } } },
          { type: "greeting", props: { label: { $: "forLabel" }, text: { $: "greeting" } } },
          { type: "facts", props: { as: "ledger" } },
          { type: "answer" },
        ],
      },
      {
        type: "story",
        props: { heading: { $: "storyHeading" } },
        children: [{ type: "text", props: { role: "lead", text: { $: "story" } } }],
      },
      { type: "schedule", props: { heading: { $: "scheduleHeading" }, publicEvents: "all" } },
      {
        type: "venue",
        props: { heading: { $: "venueHeading" } },
        children: [{ type: "text", props: { role: "body", text: { $: "venueText" } } }],
      },
      {
        type: "details",
        props: { heading: { $: "detailsHeading" } },
        children: [
          { type: "detail", props: { label: { $: "dressLabel" }, text: { $: "dress" } } },
          { type: "detail", props: { label: { $: "accessLabel" }, text: { $: "access" } } },
          { type: "detail", props: { label: { $: "contactLabel" }, text: { $: "contact" } } },
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
        children: [{ type: "text", props: { role: "body", text: { $: "footer" } } }, { type: "countdown" }],
      },
    ],
  },
};
