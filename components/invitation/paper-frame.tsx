"use client";

import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { still } from "./still";

const WIDTH = 390;
const HEIGHT = 560;

/** A page of an invitation, drawn at a phone's width and scaled to its place; nothing in it can be pressed. */
export function PaperFrame({ html, title, className }: { html: string; title: string; className?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setScale(entry.contentRect.width / WIDTH));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      className={cn("relative overflow-hidden rounded-md border bg-muted shadow-xs", className)}
      style={{ aspectRatio: `${WIDTH} / ${HEIGHT}` }}
    >
      <iframe
        title={title}
        srcDoc={still(html)}
        // Fonts need the origin; scripts stay off.
        sandbox="allow-same-origin"
        tabIndex={-1}
        loading="lazy"
        inert
        className="pointer-events-none absolute top-0 left-0 origin-top-left border-0"
        style={{ width: WIDTH, height: HEIGHT, transform: `scale(${scale})` }}
      />
    </div>
  );
}
