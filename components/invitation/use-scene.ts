"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { refreshAll, useRead, useSentence } from "@/components/shell/use-contract";
import { client, ProblemError } from "@/lib/http/client";
import { migrateScene, type Scene } from "@/lib/scene/scene";
import { getSceneGraph, listSites, putSceneGraph } from "@/lib/sites/contract";

export type Saving = "saved" | "waiting" | "saving" | "failed";
const REST = 600;

/**
 * The draft's scene, changed at once and saved after a short rest, one saving after the other. A draft that
 * somebody else changed meanwhile is read again; what could not be saved stays on the screen and is tried again.
 */
export function useScene(siteId: string) {
  const queries = useQueryClient();
  const sentence = useSentence();
  const graph = useRead(getSceneGraph, { params: { id: siteId } });
  const [scene, setScene] = useState<Scene | null>(null);
  const [saving, setSaving] = useState<Saving>("saved");
  const latest = useRef<Scene | null>(null);
  const known = useRef<{ versionId: string; version: number } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const busy = useRef<Promise<void>>(Promise.resolve());
  const dirty = useRef(false);

  useEffect(() => {
    const read = graph.data;
    if (!read || dirty.current) return;
    const same = known.current?.versionId === read.versionId && known.current.version >= read.version;
    if (same) return;
    known.current = { versionId: read.versionId, version: read.version };
    latest.current = migrateScene(read.sceneGraph);
    setScene(latest.current);
  }, [graph.data]);

  const { refetch } = graph;
  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    busy.current = busy.current.then(async () => {
      const [sending, at] = [latest.current, known.current];
      if (!dirty.current || !sending || !at) return;
      dirty.current = false;
      setSaving("saving");
      try {
        const saved = await client(
          putSceneGraph,
          { params: { id: siteId, versionId: at.versionId }, body: { sceneGraph: sending } },
          { ifMatch: at.version },
        );
        known.current = { versionId: saved.id, version: saved.version };
        if (!dirty.current) setSaving("saved");
        void refreshAll(queries, [listSites]);
      } catch (error) {
        const status = error instanceof ProblemError ? error.status : 0;
        toast.error(sentence(error));
        if (status === 412 || status === 409) {
          known.current = null;
          setSaving("saved");
          await refetch();
        } else {
          dirty.current = true;
          setSaving("failed");
        }
      }
    });
    return busy.current;
  }, [siteId, queries, sentence, refetch]);

  const change = useCallback(
    (next: (scene: Scene) => Scene) => {
      if (!latest.current) return;
      latest.current = next(latest.current);
      dirty.current = true;
      setScene(latest.current);
      setSaving("waiting");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), REST);
    },
    [flush],
  );

  // What was typed last is saved when the page is left.
  useEffect(() => () => void flush(), [flush]);
  return { scene, change, flush, saving, read: graph };
}
