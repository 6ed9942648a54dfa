import { z } from "zod";
import { textSchema } from "../text";
import { kind } from "./node";

/** The root: what the browser's tab, a search engine and a link preview say. */
export const page = kind({
  rank: "page",
  version: 1,
  props: z.strictObject({ title: textSchema, description: textSchema }),
  defaults: { title: [{ field: "project.name" }], description: [] },
});
