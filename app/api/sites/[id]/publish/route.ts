import { handle } from "@/lib/http/handle";
import { publishSite } from "@/lib/sites/contract";
import * as mutations from "@/lib/sites/mutations";

export const POST = handle(publishSite, mutations.publishSite);
