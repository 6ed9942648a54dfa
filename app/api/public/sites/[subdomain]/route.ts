import { handle } from "@/lib/http/handle";
import { publicSite } from "@/lib/sites/contract";
import * as queries from "@/lib/sites/queries";

export const GET = handle(publicSite, queries.publicSite);
