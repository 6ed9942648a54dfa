import type { ReactNode } from "react";

/** One part of the page: what it is, a sentence, its one button, and what is in it. */
export function Section({
  title,
  help,
  action,
  children,
}: {
  title: string;
  help?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="grid grid-cols-1 gap-2 px-4 py-5 md:px-8">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_11rem]">
          <h2 className="font-semibold text-md">{title}</h2>
          {help ? <p className="text-muted-foreground">{help}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
