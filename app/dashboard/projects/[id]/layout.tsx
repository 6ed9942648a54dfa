import type { Metadata } from "next";
import type { ReactNode } from "react";
import { first, Hydrate } from "@/components/shell/hydrate";
import { Live } from "@/components/shell/live";
import { ProjectHeader } from "@/components/shell/project-header";
import { load } from "@/lib/http/load";
import { getProject } from "@/lib/projects/contract";
import * as projects from "@/lib/projects/queries";

type Props = { children: ReactNode; params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const project = await load(getProject, projects.getProject, { params: { id } });
  return { title: { default: project.name, template: `%s · ${project.name}` } };
}

/** A project's name, its tabs and its live room around each of its pages. */
export default async function ProjectLayout({ children, params }: Props) {
  const { id } = await params;
  const given = { params: { id } };
  const project = await load(getProject, projects.getProject, given);
  return (
    <Hydrate entries={[first(getProject, given, project)]}>
      <Live projectId={id}>
        <ProjectHeader projectId={id} />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col pb-20 outline-none md:pb-0">
          {children}
        </main>
      </Live>
    </Hydrate>
  );
}
