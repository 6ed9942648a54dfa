import bowser from "bowser";

type Device = {
  kind: "desktop" | "mobile" | "tablet" | "program";
  browser: string | null;
  system: string | null;
};

/** What a User-Agent header says of the device, for a person to recognise it; a program where it names no browser. */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { kind: "program", browser: null, system: null };
  const { browser, os, platform } = bowser.parse(userAgent);
  const kind = platform.type;
  return {
    kind: kind === "desktop" || kind === "mobile" || kind === "tablet" ? kind : "program",
    browser: browser.name || null,
    system: os.name || null,
  };
}
