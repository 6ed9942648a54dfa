"use client";

import { RotateCcw } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { FONT_FILES } from "@/lib/scene/assets.generated";
import { FACES, type FaceId } from "@/lib/scene/faces";
import { instantiate } from "@/lib/scene/instantiate";
import { setTheme } from "@/lib/scene/ops/set-theme";
import { PALETTES } from "@/lib/scene/palettes";
import type { Scene } from "@/lib/scene/scene";
import { TEMPLATES, templateOf } from "@/lib/scene/templates/catalogue";
import { TYPE_PAIRS, type TypePair } from "@/lib/scene/type-pairs";
import { templateWords } from "@/lib/scene/words";

type Change = (next: (scene: Scene) => Scene) => void;

const choice =
  "group relative grid gap-2 rounded-md border border-input bg-card p-2.5 text-left transition-colors hover:border-muted-foreground data-[state=checked]:border-primary data-[state=checked]:outline-1 data-[state=checked]:outline-primary data-[state=checked]:-outline-offset-1 disabled:opacity-60";

/** Composition, palette and type of the invitation. */
export function LookForm({
  scene,
  change,
  locale,
  specimenText,
  disabled,
}: {
  scene: Scene;
  change: Change;
  /** Words to show the types with: the occasion's own name. */
  specimenText: string;
  locale: string;
  disabled: boolean;
}) {
  const t = useTranslations("invitation");
  const c = useTranslations("common");
  const template = templateOf(scene.template);
  const palettes = PALETTES.filter(({ id }) => !template || template.palettes.includes(id));
  const pairs = TYPE_PAIRS.filter(({ id }) => !template || template.typePairs.includes(id));
  const startOver = (id: string) => {
    const next = TEMPLATES.find((one) => one.id === id);
    if (!next || id === scene.template) return;
    change(() => instantiate(next.id, { newId: () => crypto.randomUUID(), locale }));
    toast(t("templateChanged"), {
      duration: 12_000,
      action: { label: c("undo"), onClick: () => change(() => scene) },
    });
  };
  return (
    <div className="grid gap-6">
      <section aria-labelledby="palette">
        <h2 id="palette" className="mb-2 font-medium">
          {t("palette")}
        </h2>
        <RadioGroup.Root
          aria-labelledby="palette"
          value={typeof scene.theme.palette === "string" ? scene.theme.palette : ""}
          onValueChange={(palette) => change((old) => setTheme(old, { palette }))}
          disabled={disabled}
          className="grid grid-cols-2 gap-2"
        >
          {palettes.map((palette) => (
            <RadioGroup.Item key={palette.id} value={palette.id} className={choice}>
              <span aria-hidden className="flex h-9 overflow-hidden rounded-sm border">
                {[palette.base.bg, palette.alt.bg, palette.base.accent, palette.bold.bg].map(
                  (color, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the stripes have no identity but their place
                    <span key={index} className="flex-1" style={{ background: color }} />
                  ),
                )}
              </span>
              <span className="truncate text-sm">{palette.name}</span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      </section>
      <section aria-labelledby="type">
        <h2 id="type" className="mb-2 font-medium">
          {t("type")}
        </h2>
        <style>{pairs.map(faceRules).join("\n")}</style>
        <RadioGroup.Root
          aria-labelledby="type"
          value={scene.theme.type}
          onValueChange={(type) => change((old) => setTheme(old, { type }))}
          disabled={disabled}
          className="grid gap-2"
        >
          {pairs.map((pair) => (
            <RadioGroup.Item key={pair.id} value={pair.id} className={cn(choice, "gap-0.5 px-3")}>
              <span
                className="truncate text-xl leading-9"
                style={{
                  fontFamily: `"${specimen(pair)}", serif`,
                  fontWeight: pair.display.weight,
                  fontStyle: pair.display.slanted ? "italic" : undefined,
                  letterSpacing: `${pair.display.tracking}em`,
                  textTransform: pair.display.upper ? "uppercase" : undefined,
                }}
              >
                {specimenText}
              </span>
              <span className="text-muted-foreground text-sm">{pair.name}</span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      </section>
      <Field
        label={t("template")}
        help={
          <span className="inline-flex items-start gap-1.5">
            <RotateCcw aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {t("templateHelp")}
          </span>
        }
      >
        <Select
          value={scene.template}
          disabled={disabled}
          onChange={(event) => startOver(event.target.value)}
        >
          {TEMPLATES.map(({ id }) => (
            <option key={id} value={id}>
              {templateWords(locale, id).name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

const specimen = (pair: TypePair) => `specimen ${pair.id}`;

/** The display face of a pair, under a name of its own, from the files that guests' pages use. */
function faceRules(pair: TypePair): string {
  const id: FaceId = pair.display.slanted ? (pair.display.italic ?? pair.display.face) : pair.display.face;
  const face = FACES[id];
  return (FONT_FILES[id] ?? [])
    .map(
      ({ url, range }) =>
        `@font-face{font-family:"${specimen(pair)}";src:url(${url}) format("woff2");font-weight:${face.weight};font-style:${"style" in face ? face.style : "normal"};font-display:swap;unicode-range:${range}}`,
    )
    .join("");
}
