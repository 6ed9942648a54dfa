import { serve } from "inngest/next";

type Handlers = ReturnType<typeof serve>;
let handlers: Promise<Handlers> | undefined;

// Built at the first call, so that a build needs no environment.
const lazily = (): Promise<Handlers> => {
  handlers ??= Promise.all([import("@/lib/clients/inngest"), import("@/inngest/functions")]).then(
    ([{ inngest }, { functions }]) => serve({ client: inngest(), functions }),
  );
  return handlers;
};

export const GET: Handlers["GET"] = async (...call) => (await lazily()).GET(...call);
export const POST: Handlers["POST"] = async (...call) => (await lazily()).POST(...call);
export const PUT: Handlers["PUT"] = async (...call) => (await lazily()).PUT(...call);
