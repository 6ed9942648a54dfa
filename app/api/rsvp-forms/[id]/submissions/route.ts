import { handle } from "@/lib/http/handle";
import { listSubmissions } from "@/lib/rsvp/contract";
import * as queries from "@/lib/rsvp/queries";

export const GET = handle(listSubmissions, queries.listSubmissions);
