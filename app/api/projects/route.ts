import { handle } from "@/lib/http/handle";
import { createProject, listProjects } from "@/lib/projects/contract";
import * as mutations from "@/lib/projects/mutations";
import * as queries from "@/lib/projects/queries";

export const GET = handle(listProjects, queries.listProjects);
export const POST = handle(createProject, mutations.createProject);
