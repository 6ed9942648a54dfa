import { handle } from "@/lib/http/handle";
import { listTemplates } from "@/lib/messaging/whatsapp/contract";
import * as queries from "@/lib/messaging/whatsapp/queries";

export const GET = handle(listTemplates, queries.listTemplates);
