"use client";

import { useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { insertAtCaret } from "@/components/messages/insert";
import { MergeMenu } from "@/components/messages/merge-menu";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { setProp } from "@/lib/scene/ops/set-prop";
import { setText } from "@/lib/scene/ops/set-text";
import type { Scene, SceneNode } from "@/lib/scene/scene";
import { childrenOf, rootOf } from "@/lib/scene/scene";
import { parseText, printText, type Text } from "@/lib/scene/text";

type Change = (next: (scene: Scene) => Scene) => void;
type Words = { node: SceneNode; prop: string; label: string; long: boolean; plain: boolean };

/** Every word of the invitation, section after section, in the order of the page. */
export function WordsForm({ scene, change, disabled }: { scene: Scene; change: Change; disabled: boolean }) {
  const t = useTranslations("invitation");
  const children = childrenOf(scene);
  const page = rootOf(scene);
  const wordsOf = (node: SceneNode): Words[] => [
    ...wordsIn(node),
    ...(children.get(node.id) ?? []).flatMap(wordsOf),
  ];
  const sections = (page ? (children.get(page.id) ?? []) : [])
    .map((section) => ({ section, words: wordsOf(section) }))
    .filter(({ words }) => words.length > 0);
  return (
    <div className="grid gap-8">
      {sections.map(({ section, words }) => (
        <fieldset key={section.id} className="grid gap-4">
          <legend className="mb-3 font-semibold">{t(`section_${section.type}` as "section_hero")}</legend>
          {words.map((one) => (
            <WordsField key={`${one.node.id} ${one.prop}`} words={one} change={change} disabled={disabled} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** The texts of one node, each under a name that says where it stands. */
function wordsIn(node: SceneNode): Words[] {
  const one = (prop: string, label: string, long = false, plain = false): Words => ({
    node,
    prop,
    label,
    long,
    plain,
  });
  switch (node.type) {
    case "text":
      return [one("text", `text_${node.props.role}`, ["lead", "body", "note"].includes(node.props.role))];
    case "greeting":
      return [one("text", "greeting")];
    case "detail":
      return [one("label", "detailLabel"), one("text", "detailText", true)];
    case "rsvp":
      return [
        one("heading", "heading"),
        one("intro", "rsvpIntro", true),
        one("yes", "rsvpYes", false, true),
        one("no", "rsvpNo", false, true),
      ];
    case "story":
    case "schedule":
    case "venue":
    case "details":
      return [one("heading", "heading")];
    default:
      return [];
  }
}

function WordsField({ words, change, disabled }: { words: Words; change: Change; disabled: boolean }) {
  const t = useTranslations("invitation");
  const id = useId();
  const { node, prop, long, plain } = words;
  const value = (node.props as Record<string, unknown>)[prop];
  const isPlain = plain || typeof value === "string";
  const stored = typeof value === "string" ? value : printText((value ?? []) as Text);
  const [typed, setTyped] = useState(stored);
  // What is typed keeps its own spelling as long as it means what is stored.
  const meant = isPlain ? typed : printText(parseText(typed));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change from elsewhere replaces what is typed
  useEffect(() => {
    if (meant !== stored) setTyped(stored);
  }, [stored]);
  const write = (text: string) => {
    setTyped(text);
    change((scene) => {
      try {
        return isPlain ? setProp(scene, node.id, prop, text) : setText(scene, node.id, prop, text);
      } catch {
        // Longer than this place takes: the page keeps what it had.
        return scene;
      }
    });
  };
  const control = { id, value: typed, disabled };
  return (
    <Field
      label={t(words.label as "heading")}
      aside={
        isPlain || disabled ? null : (
          <MergeMenu onInsert={(piece) => write(insertAtCaret(id, typed, piece))} />
        )
      }
    >
      {long ? (
        <Textarea {...control} onChange={(event) => write(event.target.value)} />
      ) : (
        <Input {...control} onChange={(event) => write(event.target.value)} />
      )}
    </Field>
  );
}
