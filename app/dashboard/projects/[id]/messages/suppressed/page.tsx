import type { Metadata } from "next";
import { SuppressionScreen } from "@/components/messages/suppression-screen";
import { first, Hydrate } from "@/components/shell/hydrate";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { getProject } from "@/lib/projects/contract";
import * as projects from "@/lib/projects/queries";

export const metadata: Metadata = { title: translator("messages")("suppressed_title") };

/** The addresses that get no messages, of the project's organization. */
export default async function SuppressedPage({ params }: { params: Promise<{ id: string }> }) {
  const given = { params: await params };
  const project = await load(getProject, projects.getProject, given);
  return (
    <Hydrate entries={[first(getProject, given, project)]}>
      <SuppressionScreen projectId={given.params.id} />
    </Hydrate>
  );
}
