import type { ReactNode } from "react";

/** One step of signing in: what it is, a sentence about it, and the form. */
export function Step({
  heading,
  lead,
  children,
}: {
  heading: ReactNode;
  lead: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <h1 className="font-semibold text-xl">{heading}</h1>
      <p className="mt-2 text-md text-muted-foreground">{lead}</p>
      <div className="mt-8 grid gap-5">{children}</div>
    </>
  );
}
