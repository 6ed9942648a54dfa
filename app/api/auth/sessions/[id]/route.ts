import * as contract from "@/lib/auth/sessions/contract";
import * as mutations from "@/lib/auth/sessions/mutations";
import { handle } from "@/lib/http/handle";

export const DELETE = handle(contract.endSession, mutations.endSession);
