import { preflight } from "@/lib/http/cors";

export const OPTIONS = preflight;
