import type { Text } from "@/lib/clients/text/text";

/**
 * What a test says, so that nobody takes it for a guest's own message: the mark leads the text. A template's words are
 * Meta's to judge, so there the mark leads the first variable that is no link.
 */
export function markTest(
  { text, template }: { text: string; template: { id: string; filled: Record<string, string> } | null },
  mark: string,
): Text["content"] {
  if (!template) return { body: `${mark} ${text}` };
  const first = Object.keys(template.filled).find((name) => !/^https?:/.test(template.filled[name]!));
  const marked = first === undefined ? {} : { [first]: `${mark} ${template.filled[first]}` };
  return { templateSid: template.id, variables: { ...template.filled, ...marked } };
}
