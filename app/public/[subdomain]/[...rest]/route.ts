import { politePage } from "@/lib/sites/publishing/queries";

/** Anything else on a guest's host. */
export const GET = () => politePage("notFound");
