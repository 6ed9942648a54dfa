import { StudioLoading } from "@/components/shell/loading";

/** The invitation, on its way. */
export default function Loading() {
  return <StudioLoading />;
}
