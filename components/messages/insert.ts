/**
 * A text with a piece put where the caret stands in its control, or at its end; the caret moves behind it.
 *
 * @param id of the input or textarea
 */
export function insertAtCaret(id: string, text: string, piece: string): string {
  const control = document.getElementById(id);
  const isText = control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement;
  const from = (isText ? control.selectionStart : null) ?? text.length;
  const to = (isText ? control.selectionEnd : null) ?? text.length;
  if (isText) {
    requestAnimationFrame(() => {
      control.focus();
      control.setSelectionRange(from + piece.length, from + piece.length);
    });
  }
  return text.slice(0, from) + piece + text.slice(to);
}
