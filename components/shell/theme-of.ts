import type { Theme } from "./theme";

export const themeCookie = "theme";

/** Reads the theme's cookie; anything else follows the system. */
export const themeOf = (cookie: string | undefined): Theme =>
  cookie === "light" || cookie === "dark" ? cookie : "system";
