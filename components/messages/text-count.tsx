"use client";

import { useTranslations } from "use-intl";

export type Parts = { encoding: "GSM-7" | "UCS-2"; segments: number; characters: number };

// 3GPP TS 23.038 and 23.040: a text alone, and each of several that are joined.
const room = { "GSM-7": { one: 160, several: 153 }, "UCS-2": { one: 70, several: 67 } } as const;

const roomOf = ({ encoding, segments }: Parts): number =>
  segments <= 1 ? room[encoding].one : room[encoding].several * segments;

/** How long a text is as one guest gets it, and the longest that any guest gets. */
export function TextCount({
  parts,
  longest,
  guest,
}: {
  parts: Parts;
  longest: Parts | null;
  guest: string | null;
}) {
  const t = useTranslations("messages");
  const said = (of: Parts) => ({ characters: of.characters, room: roomOf(of), parts: of.segments });
  return (
    <>
      <p role="status" className="tabular-nums">
        <span className="font-medium text-foreground">{t("textCount", said(parts))}</span>
        {guest ? ` ${t("textCountFor", { name: guest })}` : null}
        {longest ? `. ${t("textLongest", said(longest))}` : null}
      </p>
      {(longest ?? parts).encoding === "UCS-2" || parts.encoding === "UCS-2" ? (
        <p className="text-warning">{t("textUnicode")}</p>
      ) : null}
    </>
  );
}
