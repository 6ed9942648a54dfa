import { eq, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { projects } from "@/db/schema";
import { type Cx, checkVersion } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type {
  createProject as createContract,
  deleteProject as deleteContract,
  updateProject as updateContract,
} from "./contract";

/** Creates a project in the organization that the body names. */
export async function createProject(cx: Cx, { body }: Input<typeof createContract>) {
  const [row] = await cx.tx.insert(projects).values(body).returning();
  await audit(cx, "project.created", { kind: "project", id: row!.id, projectId: row!.id }, { after: row });
  await emit(cx, { name: null, projectId: row!.id, topic: "project" });
  return row!;
}

/** Changes what the body names; a change of facts recompiles the published site. */
export async function updateProject(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const [before] = await cx.tx.select().from(projects).where(eq(projects.id, params.id)).for("update");
  if (!before) throw notFound();
  checkVersion(cx, before.version);
  const [after] = await cx.tx
    .update(projects)
    .set({ ...body, version: sql`${projects.version} + 1`, updatedAt: cx.now })
    .where(eq(projects.id, params.id))
    .returning();
  await audit(
    cx,
    "project.updated",
    { kind: "project", id: params.id, projectId: params.id },
    { before, after },
  );
  await emit(cx, { name: "projects/facts.changed", projectId: params.id, topic: "project" });
  return after!;
}

/** Soft delete: everything below stays as it is and becomes unreachable. */
export async function deleteProject(cx: Cx, { params }: Input<typeof deleteContract>) {
  const [row] = await lend(cx.tx, "trash", (tx) =>
    tx.update(projects).set({ deletedAt: cx.now }).where(eq(projects.id, params.id)).returning(),
  );
  if (!row) throw notFound();
  await audit(
    cx,
    "project.deleted",
    { kind: "project", id: params.id, projectId: params.id },
    { before: row },
  );
  await emit(cx, { name: "projects/project.deleted", projectId: params.id, topic: "project" });
}
