// Rough widths against an ordinary lower-case letter; ideographs fill their square.
const room = (letter: string): number => {
  if (/[mwMW@%]/.test(letter)) return 1.5;
  if (/[iljtfrI'’.,:;!|1()]/.test(letter)) return 0.62;
  if (/[A-Z]/.test(letter)) return 1.25;
  return /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/.test(letter) ? 1.9 : 1;
};

/** The room a word takes, in ordinary lower-case letters. */
export const roomOf = (word: string): number => [...word].reduce((sum, letter) => sum + room(letter), 0);

/**
 * The room of a headline's longest line, in letters: its longest word, each of two names on its own line, or a third
 * of a long line. The stylesheet sizes the headline so that this fills the measure.
 */
export function measureOf(title: string): number {
  const names = title.split(/\s+(?:&|\+)\s+/);
  const longest = Math.max(4, ...title.split(/\s+/).map(roomOf));
  const line =
    names.length === 2 ? Math.max(...names.map((name) => roomOf(name) / 1.5)) : roomOf(title) / 3.2;
  return Math.round(Math.min(22, Math.max(longest, line)) * 10) / 10;
}
