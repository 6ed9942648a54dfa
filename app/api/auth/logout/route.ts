import { logout } from "@/lib/auth/contract";
import * as mutations from "@/lib/auth/mutations";
import { handle } from "@/lib/http/handle";

export const POST = handle(logout, mutations.logout);
