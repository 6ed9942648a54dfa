import type { Metadata } from "next";
import { eventsInput } from "@/components/guests/reads";
import type { TemplatePreview } from "@/components/invitation/choose-template";
import { InvitationScreen } from "@/components/invitation/invitation-screen";
import { sitesInput } from "@/components/invitation/reads";
import { first, Hydrate } from "@/components/shell/hydrate";
import { listEvents } from "@/lib/events/contract";
import * as events from "@/lib/events/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { getProject } from "@/lib/projects/contract";
import * as projects from "@/lib/projects/queries";
import { compile } from "@/lib/scene/compile";
import { fill } from "@/lib/scene/fill";
import { instantiate } from "@/lib/scene/instantiate";
import { TEMPLATES } from "@/lib/scene/templates/catalogue";
import { templateWords } from "@/lib/scene/words";
import { getSceneGraph, listSites } from "@/lib/sites/contract";
import { exampleInvitation } from "@/lib/sites/publishing/policy";
import * as sites from "@/lib/sites/queries";

export const metadata: Metadata = { title: translator("invitation")("title") };

/** The invitation of a project, or the compositions to choose from, drawn with the project's own facts. */
export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const given = sitesInput(id);
  const list = await load(listSites, sites.listSites, given);
  const site = list.data[0];
  if (!site) {
    return (
      <Hydrate entries={[first(listSites, given, list)]}>
        <InvitationScreen projectId={id} templates={await drawTemplates(id)} />
      </Hydrate>
    );
  }
  const asked = { params: { id: site.id } };
  const graph = await load(getSceneGraph, sites.getSceneGraph, asked);
  return (
    <Hydrate entries={[first(listSites, given, list), first(getSceneGraph, asked, graph)]}>
      <InvitationScreen projectId={id} templates={[]} />
    </Hydrate>
  );
}

/** Each composition with the project's facts, as a household with a link would see it. */
async function drawTemplates(id: string): Promise<TemplatePreview[]> {
  const [project, list] = await Promise.all([
    load(getProject, projects.getProject, { params: { id } }),
    load(listEvents, events.listEvents, eventsInput(id)),
  ]);
  const facts = { project, events: list.data };
  const { locale } = project;
  const suited = [...TEMPLATES].sort(
    (a, b) => Number(b.suits.includes(project.kind)) - Number(a.suits.includes(project.kind)),
  );
  return Promise.all(
    suited.map(async (template) => {
      const { name = "", description = "" } = templateWords(locale, template.id);
      let count = 0;
      const scene = instantiate(template.id, { newId: () => `n${count++}`, locale });
      const { parts } = await compile(scene, facts, locale);
      const origin = "https://example.invalid";
      const invitation = exampleInvitation(facts, origin);
      const html = fill(parts, { now: new Date().toISOString(), origin, noindex: true, invitation });
      return { id: template.id, name, description, html };
    }),
  );
}
