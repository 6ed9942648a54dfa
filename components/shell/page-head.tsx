import type { ReactNode } from "react";

/** The head of a page of the organization or of oneself: what it is, and whose or what for. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="grid gap-0.5 px-4 pt-5 md:px-8 md:pt-6">
      <h1 className="truncate font-semibold text-lg">{title}</h1>
      {children ? <p className="text-muted-foreground">{children}</p> : null}
    </header>
  );
}
