import { exportGuests } from "@/lib/guests/contract";
import * as queries from "@/lib/guests/queries";
import { handle } from "@/lib/http/handle";

export const GET = handle(exportGuests, queries.exportGuests);
