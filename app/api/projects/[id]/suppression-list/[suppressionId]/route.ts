import { handle } from "@/lib/http/handle";
import { deleteSuppression } from "@/lib/messaging/suppression/contract";
import * as mutations from "@/lib/messaging/suppression/mutations";

export const DELETE = handle(deleteSuppression, mutations.deleteSuppression);
