import { handle } from "@/lib/http/handle";
import { markInQueue } from "@/lib/messaging/queue/contract";
import * as mutations from "@/lib/messaging/queue/mutations";

export const PATCH = handle(markInQueue, mutations.markInQueue);
