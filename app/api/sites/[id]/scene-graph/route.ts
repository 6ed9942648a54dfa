import { handle } from "@/lib/http/handle";
import { getSceneGraph } from "@/lib/sites/contract";
import * as queries from "@/lib/sites/queries";

export const GET = handle(getSceneGraph, queries.getSceneGraph);
