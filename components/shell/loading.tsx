import { Skeleton } from "@/components/ui/skeleton";
import { translator } from "@/lib/i18n";
import { TopBar } from "./top-bar";

const t = translator("shell");

const places = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

/** Says to who cannot see the shapes that something is on its way. */
function OnItsWay() {
  return (
    <p role="status" className="sr-only">
      {t("loadingPage")}
    </p>
  );
}

/** The rows of a list: two lines each on a phone, one at a desk. */
function Rows({ count = 12 }: { count?: number }) {
  return (
    <div aria-hidden className="border-t">
      {places.slice(0, count).map((place) => (
        <div key={place} className="flex h-15 items-center gap-6 border-b px-4 md:h-9 md:px-8">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-4 w-24 md:ml-0" />
          <Skeleton className="h-4 w-44 max-md:hidden" />
          <Skeleton className="h-4 w-52 max-lg:hidden" />
        </div>
      ))}
    </div>
  );
}

/** A list with its search above it, on its way. */
export function ListLoading() {
  return (
    <>
      <OnItsWay />
      <div aria-hidden className="flex flex-wrap gap-2 px-4 py-3 md:px-8">
        <Skeleton className="h-11 w-full md:h-8 md:w-64" />
        <Skeleton className="h-11 w-24 md:h-8" />
        <Skeleton className="h-11 w-24 md:h-8" />
        <Skeleton className="h-8 w-28 max-md:hidden md:ml-auto" />
      </div>
      <Rows />
    </>
  );
}

/** A page of the organization with its head and a few parts, on its way. */
export function PartsLoading({ list = false }: { list?: boolean }) {
  return (
    <>
      <TopBar />
      <main id="content" tabIndex={-1} className="max-w-5xl outline-none">
        <OnItsWay />
        <div aria-hidden className="px-4 pt-5 pb-4 md:px-8 md:pt-6">
          <Skeleton className="h-7 w-32" />
        </div>
        {list ? (
          <Rows count={4} />
        ) : (
          ["members", "passes", "keys"].map((part) => (
            <div key={part} aria-hidden className="grid gap-3 px-4 py-5 md:px-8">
              <Skeleton className="h-5 w-36" />
              <Skeleton className="h-14 w-full" />
            </div>
          ))
        )}
      </main>
    </>
  );
}

/** A project's figures, newest answers and events, on their way. */
export function OverviewLoading() {
  return (
    <>
      <OnItsWay />
      <div aria-hidden className="grid max-w-6xl gap-8 px-4 py-5 md:px-8">
        <div className="grid grid-cols-2 gap-6 rounded-md border p-5 md:grid-cols-4">
          {places.slice(0, 4).map((place) => (
            <div key={place} className="grid gap-2">
              <Skeleton className="h-4 w-20" />
              <Skeleton className="h-8 w-14" />
              <Skeleton className="h-4 w-28" />
            </div>
          ))}
        </div>
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
          {places.slice(0, 6).map((place) => (
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
