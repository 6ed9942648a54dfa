import { undoImport } from "@/lib/guests/import/contract";
import * as mutations from "@/lib/guests/import/undo/mutations";
import { handle } from "@/lib/http/handle";

export const POST = handle(undoImport, mutations.undoImport);
