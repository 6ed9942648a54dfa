import { inngest } from "@/lib/clients/inngest";
import { runAsJob } from "@/lib/http/job";
import { duplicateRequested, failDuplicate, runDuplicatePiece } from "@/lib/projects/duplicate/mutations";

const SLICE_MS = 4_000;
type Requested = { organizationId: string; jobId: string };

/** Copies a project, piece by piece, each a transaction; a step is as many pieces as fit in its time. */
export const runDuplicate = inngest().createFunction(
  {
    id: "run-duplicate",
    triggers: [{ event: duplicateRequested }],
    onFailure: async ({ event, step }) => {
      const { organizationId, jobId } = event.data.event.data as Requested;
      await step.run("fail", () =>
        runAsJob("run-duplicate", organizationId, (cx) => failDuplicate(cx, jobId)),
      );
    },
  },
  async ({ event, step }) => {
    const { organizationId, jobId } = event.data as Requested;
    for (let slice = 1; ; slice++) {
      const more = await step.run(`slice-${slice}`, async () => {
        const until = Date.now() + SLICE_MS;
        for (;;) {
          const left = await runAsJob("run-duplicate", organizationId, (cx) => runDuplicatePiece(cx, jobId));
          if (!left || Date.now() > until) return left;
        }
      });
      if (!more) return;
    }
  },
);
