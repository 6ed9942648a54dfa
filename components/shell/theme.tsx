"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import { themeCookie } from "./theme-of";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const Context = createContext<{ theme: Theme; choose: (theme: Theme) => void }>({
  theme: "system",
  choose: () => {},
});

/** What is chosen, and the way to choose otherwise. */
export const useTheme = () => useContext(Context);

/** Marks the document as light or dark where the reader chose so; the choice lives in a cookie for a year. */
export function ThemeMark({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    const age = next === "system" ? 0 : 31_536_000;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${age}; samesite=lax`;
  };
  return (
    <Context.Provider value={{ theme, choose }}>
      {theme === "system" ? null : <span hidden data-theme={theme} />}
      {children}
    </Context.Provider>
  );
}
