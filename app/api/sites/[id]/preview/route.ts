import { handle } from "@/lib/http/handle";
import { previewSite } from "@/lib/sites/contract";
import * as queries from "@/lib/sites/queries";

export const POST = handle(previewSite, queries.previewSite);
