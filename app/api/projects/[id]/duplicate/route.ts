import { handle } from "@/lib/http/handle";
import { duplicateProject } from "@/lib/projects/duplicate/contract";
import * as mutations from "@/lib/projects/duplicate/mutations";

export const POST = handle(duplicateProject, mutations.duplicateProject);
