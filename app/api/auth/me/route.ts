import { getMe } from "@/lib/auth/contract";
import * as queries from "@/lib/auth/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(getMe, queries.getMe);
