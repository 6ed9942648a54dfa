import { Fragment, type ReactNode } from "react";

/** The few marks that the document's texts use: paragraphs, **strong** and `code`. */
export function Written({ text, className }: { text: string; className?: string }) {
  return (
    <div className={className}>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph}>{inline(paragraph)}</p>
      ))}
    </div>
  );
}

/** A line of such a text. */
export const inline = (text: string): ReactNode =>
  [...text.matchAll(/\*\*(.+?)\*\*|`([^`]+)`|([^*`]+|[*`])/g)].map(([whole, strong, code, plain], at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change places
    <Fragment key={`${at}${whole}`}>
      {strong ? (
        <strong className="font-semibold">{inline(strong)}</strong>
      ) : code ? (
        <code className="rounded-sm bg-accent px-1 font-mono text-[0.9em] [overflow-wrap:anywhere]">
          {code}
        </code>
      ) : (
        plain
      )}
    </Fragment>
  ));

/** A block of JSON or a command; scrolled by keyboard where it is wider than its place. */
export const Block = ({ label, children }: { label: string; children: string }) => (
  <section
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
    tabIndex={0}
    className="max-h-120 overflow-auto rounded-md border bg-muted p-3"
  >
    <pre className="font-mono text-sm">{children}</pre>
  </section>
);
