import { handle } from "@/lib/http/handle";
import { listMembers } from "@/lib/orgs/contract";
import * as queries from "@/lib/orgs/queries";

export const GET = handle(listMembers, queries.listMembers);
