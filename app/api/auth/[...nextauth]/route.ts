import { handlers } from "@/lib/auth/provider/mutations";
import { onlyOnTheApp } from "@/lib/http/handle";

// Auth.js' own routes; those of ours beside this folder win over it.
export const GET = onlyOnTheApp(handlers.GET);
export const POST = onlyOnTheApp(handlers.POST);
