import type { Scene } from "../scene";
import { type Theme, themeSchema } from "../theme";
import { SceneError } from "./error";

/** The scene with some of its design tokens set. Throws SceneError. */
export function setTheme(scene: Scene, tokens: Partial<Theme>): Scene {
  const parsed = themeSchema.safeParse({ ...scene.theme, ...tokens });
  if (!parsed.success)
    throw new SceneError("invalid", parsed.error.issues[0]?.message ?? "The theme is not valid.");
  return { ...scene, theme: parsed.data };
}
