"use client";

import { useMayEdit } from "@/components/shell/person";
import { useRead } from "@/components/shell/use-contract";
import { getProject } from "@/lib/projects/contract";
import { EventSheet } from "./event-sheet";
import { ProjectEvents } from "./events";
import { ProjectFigures } from "./figures";
import { NewestAnswers } from "./newest-answers";
import { NextStep } from "./next-step";

/** How a project stands: the next step, the figures, the newest answers, when and where. */
export function Overview({ projectId }: { projectId: string }) {
  const project = useRead(getProject, { params: { id: projectId } }).data;
  const mayEdit = useMayEdit(project?.organizationId);
  return (
    <div className="grid max-w-6xl gap-8 px-4 py-5 md:px-8 md:py-6">
      <NextStep projectId={projectId} />
      <ProjectFigures projectId={projectId} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] lg:gap-12">
        <NewestAnswers projectId={projectId} />
        <ProjectEvents projectId={projectId} mayEdit={mayEdit} />
      </div>
      <EventSheet projectId={projectId} mayEdit={mayEdit} />
    </div>
  );
}
