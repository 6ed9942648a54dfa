import type { ReactNode } from "react";
import { FiguresSkeleton } from "@/components/home/figures";
import { RowSkeletons, Skeleton } from "@/components/ui/skeleton";
import { translator } from "@/lib/i18n";
import { TopBar } from "./top-bar";

const t = translator("shell");

const places = ["a", "b", "c", "d", "e", "f"];

/** Says to who cannot see the shapes that something is on its way. */
function OnItsWay() {
  return (
    <p role="status" className="sr-only">
      {t("loadingPage")}
    </p>
  );
}

/** A list with its search above it, on its way. */
export function ListLoading() {
  return (
    <>
      <div aria-hidden className="flex flex-wrap gap-2 px-4 py-3 md:px-8">
        <Skeleton className="h-11 w-full md:h-8 md:w-64" />
        <Skeleton className="h-11 w-24 md:h-8" />
        <Skeleton className="h-11 w-24 md:h-8" />
        <Skeleton className="h-8 w-28 max-md:hidden md:ml-auto" />
      </div>
      <RowSkeletons count={12} label={t("loadingPage")} />
    </>
  );
}

/** A page with its head, on its way; `children` is what stands under it. */
export function PageLoading({ children }: { children: ReactNode }) {
  return (
    <>
      <TopBar />
      <main id="content" tabIndex={-1} className="outline-none">
        <OnItsWay />
        <div aria-hidden className="px-4 pt-5 pb-4 md:px-8 md:pt-6">
          <Skeleton className="h-7 w-32" />
        </div>
        {children}
      </main>
    </>
  );
}

/** A page of the organization or of oneself with a few parts, on its way. */
export function PartsLoading() {
  return (
    <PageLoading>
      {places.slice(0, 3).map((place) => (
        <div key={place} aria-hidden className="grid max-w-5xl gap-3 px-4 py-5 md:px-8">
          <Skeleton className="h-5 w-36" />
          <Skeleton className="h-14 w-full" />
        </div>
      ))}
    </PageLoading>
  );
}

/** A project's figures, newest answers and events, on their way. */
export function OverviewLoading() {
  return (
    <>
      <OnItsWay />
      <div aria-hidden className="grid max-w-6xl gap-8 px-4 py-5 md:px-8">
        <FiguresSkeleton />
        <div className="grid gap-8 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] lg:gap-12">
          {["answers", "events"].map((part) => (
            <div key={part} className="grid content-start gap-4">
              <Skeleton className="h-5 w-32" />
              {places.slice(0, 3).map((place) => (
                <Skeleton key={place} className="h-11 w-full" />
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

/** The words of an invitation beside its paper, on their way. */
export function StudioLoading() {
  return (
    <>
      <OnItsWay />
      <div aria-hidden className="flex h-14 items-center gap-3 border-b px-4 md:px-8">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="ml-auto h-8 w-24" />
      </div>
      <div aria-hidden className="grid flex-1 md:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
        <div className="grid content-start gap-5 px-4 py-4 md:border-r md:px-8">
          {places.map((place) => (
            <div key={place} className="grid gap-2">
              <Skeleton className="h-4 w-24" />
              <Skeleton className="h-11 w-full md:h-8" />
            </div>
          ))}
        </div>
        <div className="bg-accent p-8 max-md:hidden">
          <Skeleton className="mx-auto h-160 w-96" />
        </div>
      </div>
    </>
  );
}
