import { handle } from "@/lib/http/handle";
import { deleteProject, getProject, updateProject } from "@/lib/projects/contract";
import * as mutations from "@/lib/projects/mutations";
import * as queries from "@/lib/projects/queries";

export const GET = handle(getProject, queries.getProject);
export const PATCH = handle(updateProject, mutations.updateProject);
export const DELETE = handle(deleteProject, mutations.deleteProject);
