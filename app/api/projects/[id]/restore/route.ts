import { handle } from "@/lib/http/handle";
import { restoreProject } from "@/lib/projects/contract";
import * as mutations from "@/lib/projects/mutations";

export const POST = handle(restoreProject, mutations.restoreProject);
