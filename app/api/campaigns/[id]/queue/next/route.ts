import { handle } from "@/lib/http/handle";
import { nextInQueue } from "@/lib/messaging/queue/contract";
import * as mutations from "@/lib/messaging/queue/mutations";

export const POST = handle(nextInQueue, mutations.nextInQueue);
