import { ListLoading } from "@/components/shell/loading";

/** The messages, on their way. */
export default function Loading() {
  return <ListLoading />;
}
