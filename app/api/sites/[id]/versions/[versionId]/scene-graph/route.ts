import { handle } from "@/lib/http/handle";
import { putSceneGraph } from "@/lib/sites/versions/contract";
import * as mutations from "@/lib/sites/versions/mutations";

export const PUT = handle(putSceneGraph, mutations.putSceneGraph);
