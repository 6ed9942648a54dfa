import { inngest } from "@/lib/clients/inngest";
import { failImport, runImportChunk } from "@/lib/guests/import/mutations";
import { runAsJob } from "@/lib/http/job";

const SLICE_MS = 4_000;
type Requested = { organizationId: string; importId: string };

/** Brings a guest list in, chunk by chunk, each a transaction; a step is as many chunks as fit in its time. */
export const runImport = inngest().createFunction(
  {
    id: "run-import",
    triggers: [{ event: "guests/import.requested" }],
    onFailure: async ({ event, step }) => {
      const { organizationId, importId } = event.data.event.data as Requested;
      await step.run("fail", () => runAsJob("run-import", organizationId, (cx) => failImport(cx, importId)));
    },
  },
  async ({ event, step }) => {
    const { organizationId, importId } = event.data as Requested;
    for (let slice = 1; ; slice++) {
      const more = await step.run(`slice-${slice}`, async () => {
        const until = Date.now() + SLICE_MS;
        for (;;) {
          const left = await runAsJob("run-import", organizationId, (cx) => runImportChunk(cx, importId));
          if (!left || Date.now() > until) return left;
        }
      });
      if (!more) return;
    }
  },
);
