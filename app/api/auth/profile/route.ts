import { updateProfile } from "@/lib/auth/contract";
import * as mutations from "@/lib/auth/mutations";
import { handle } from "@/lib/http/handle";

export const PATCH = handle(updateProfile, mutations.updateProfile);
