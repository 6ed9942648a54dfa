import { ListLoading } from "@/components/shell/loading";

/** The answers, on their way. */
export default function Loading() {
  return <ListLoading />;
}
