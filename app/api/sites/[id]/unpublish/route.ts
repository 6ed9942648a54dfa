import { handle } from "@/lib/http/handle";
import { unpublishSite } from "@/lib/sites/contract";
import * as mutations from "@/lib/sites/mutations";

export const POST = handle(unpublishSite, mutations.unpublishSite);
