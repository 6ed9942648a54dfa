import { cancelImport } from "@/lib/guests/import/contract";
import * as mutations from "@/lib/guests/import/mutations";
import { handle } from "@/lib/http/handle";

export const POST = handle(cancelImport, mutations.cancelImport);
