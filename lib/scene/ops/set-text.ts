import type { Scene } from "../scene";
import { normalizeText, parseText, type Text } from "../text";
import { setProp } from "./set-prop";

/** The scene with a text prop set, from runs or from the typed form. Throws SceneError. */
export function setText(scene: Scene, id: string, prop: string, text: Text | string): Scene {
  return setProp(scene, id, prop, typeof text === "string" ? parseText(text) : normalizeText(text));
}
