"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { client } from "@/lib/http/client";
import type { Scene } from "@/lib/scene/scene";
import { previewSite } from "@/lib/sites/contract";
import { still } from "./still";

export type Device = "phone" | "desktop";
const REST = 250;

/** The page as guests would see it now. Two frames take turns, so that nothing flashes and the place is kept. */
export function Preview({
  siteId,
  scene,
  device,
  as,
}: {
  siteId: string;
  scene: Scene;
  device: Device;
  as: "public" | "household";
}) {
  const t = useTranslations("invitation");
  const [html, setHtml] = useState<[string | null, string | null]>([null, null]);
  const [front, setFront] = useState(0);
  const [failed, setFailed] = useState(false);
  const frames = [useRef<HTMLIFrameElement>(null), useRef<HTMLIFrameElement>(null)];
  const shown = useRef(0);
  shown.current = front;
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const page = await client(
          previewSite,
          { params: { id: siteId }, body: { sceneGraph: scene, as } },
          { signal: stop.signal },
        );
        setFailed(false);
        setHtml((pages) => (shown.current === 0 ? [pages[0], page.html] : [page.html, pages[1]]));
      } catch {
        if (!stop.signal.aborted) setFailed(true);
      }
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [siteId, scene, as]);

  const arrived = (index: number) => {
    if (html[index] === null || index === shown.current) return;
    const [old, next] = [frames[shown.current]?.current, frames[index]?.current];
    next?.contentWindow?.scrollTo({ top: old?.contentWindow?.scrollY ?? 0, behavior: "instant" });
    setFront(index);
  };
  return (
    <div
      className={cn(
        "relative mx-auto h-full w-full overflow-hidden bg-card",
        device === "phone" ? "max-w-[390px] rounded-md border shadow-md" : "rounded-md border shadow-xs",
      )}
    >
      {html[0] === null && html[1] === null ? (
        <div className="grid gap-4 p-8">
          <Skeleton className="mx-auto h-10 w-10" />
          <Skeleton className="mx-auto h-10 w-2/3" />
          <Skeleton className="mx-auto h-4 w-1/2" />
        </div>
      ) : null}
      {[0, 1].map((index) => (
        <iframe
          key={index}
          ref={frames[index]}
          title={t("preview")}
          srcDoc={still(html[index] ?? "")}
          onLoad={() => arrived(index)}
          // Fonts need the origin; scripts stay off.
          sandbox="allow-same-origin"
          inert={index !== front}
          aria-hidden={index !== front}
          className={cn("absolute inset-0 size-full border-0", index !== front && "invisible")}
        />
      ))}
      {failed ? (
        <p
          role="status"
          className="absolute inset-x-0 bottom-0 bg-warning-wash px-4 py-2 text-sm text-warning"
        >
          {t("previewFailed")}
        </p>
      ) : null}
    </div>
  );
}
