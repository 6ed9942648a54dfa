import type { CSSProperties, ReactNode } from "react";
import type { FieldName } from "@/lib/scene/fields";
import type { Run } from "@/lib/scene/text";
import type { Block } from "./body";
import type { MailSlots } from "./parts";
import type { MailTheme, MailVoice } from "./theme";
import type { mailWords } from "./words";

/** What a letter is drawn from. */
export type LetterProps = {
  theme: MailTheme;
  locale: string;
  slots: MailSlots;
  t: ReturnType<typeof mailWords>;
  subject: string;
  preheader: Run[];
  /** The name of the occasion as the invitation prints it. */
  title: string;
  blocks: Block[];
};

/** A voice at a size, as inline style. */
export const setIn = (voice: MailVoice, size: number): CSSProperties => ({
  fontFamily: voice.family,
  fontWeight: voice.weight,
  fontSize: `${Math.round(size * voice.scale)}px`,
  letterSpacing: voice.tracking,
  ...(voice.upper && { textTransform: "uppercase" as const }),
  ...(voice.slanted && { fontStyle: "italic" as const }),
});

/** What stands between is left out unless every one of the fields has a value. */
export function When({
  slots,
  known,
  children,
}: {
  slots: MailSlots;
  known: FieldName[];
  children: ReactNode;
}) {
  const [open, close] = slots.when(known);
  return (
    <>
      {open}
      {children}
      {close}
    </>
  );
}
