import { ListLoading } from "@/components/shell/loading";

/** The guest list, on its way. */
export default function Loading() {
  return <ListLoading />;
}
