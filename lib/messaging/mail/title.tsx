import { Text } from "@react-email/components";
import type { CSSProperties } from "react";
import { type LetterProps, setIn } from "./setting";
import type { MailTheme } from "./theme";

/** Two names with an ampersand, as people sign together; any other title is one piece. */
function namesOf(title: string): string[] {
  const names = title.split(/\s+(?:&|\+)\s+/);
  return names.length === 2 ? names : [title];
}

/** As large as the longest word allows on the sheet and on a phone of 360 px. */
function sizes(theme: MailTheme, lines: string[], most: number): { size: number; phone: string } {
  const longest = Math.max(...lines.flatMap((line) => line.split(/\s+/)).map((word) => word.length), 4);
  const within = (width: number, max: number) =>
    Math.max(24, Math.min(max, width / (longest * 0.6 * theme.display.scale)));
  return {
    size: within(470, most),
    phone: `${Math.round(within(270, most * 0.78) * theme.display.scale)}px`,
  };
}

/** The name of the occasion; on a card, two names stand one above the other. */
export function Title({
  theme,
  title,
  align,
  color,
  most,
}: LetterProps & { align: "left" | "right" | "center"; color: "c-ink" | "c-band"; most: number }) {
  const names = theme.layout === "card" ? namesOf(title) : [title];
  const { size, phone } = sizes(theme, names, most);
  const { light } = theme;
  return (
    <Text
      className={`title ${color}`}
      style={
        {
          ...setIn(theme.display, size),
          lineHeight: Math.max(theme.display.leading, 1.02),
          color: color === "c-ink" ? light.sheet.ink : light.band.ink,
          margin: 0,
          textAlign: align,
          "--phone": phone,
        } as CSSProperties
      }
    >
      {names[0]}
      {names[1] ? (
        <>
          <br />
          <span
            className="c-accent"
            style={{
              fontFamily: theme.script.family,
              fontSize: "0.78em",
              lineHeight: 0.9,
              color: light.sheet.accent,
              fontStyle: theme.script.slanted ? "italic" : "normal",
            }}
          >
            &amp;
          </span>
          <br />
          {names[1]}
        </>
      ) : null}
    </Text>
  );
}
