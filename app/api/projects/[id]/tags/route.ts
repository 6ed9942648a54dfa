import { createTag, listTags } from "@/lib/guests/tags/contract";
import * as mutations from "@/lib/guests/tags/mutations";
import * as queries from "@/lib/guests/tags/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(listTags, queries.listTags);
export const POST = handle(createTag, mutations.createTag);
