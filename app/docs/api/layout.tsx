import type { ReactNode } from "react";
import { ReferenceFrame } from "@/components/docs/reference-frame";
import { operationsByTag } from "@/lib/reference";

/** The frame of the API reference: every endpoint beside the one that is read. */
export default function ReferenceLayout({ children }: { children: ReactNode }) {
  return <ReferenceFrame groups={operationsByTag()}>{children}</ReferenceFrame>;
}
