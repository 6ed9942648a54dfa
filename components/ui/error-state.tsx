"use client";

import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { cn } from "./cn";

/** What could not be loaded, why if known, and the way to try again. */
export function ErrorState({
  title,
  children,
  onRetry,
  busy,
  className,
}: {
  title: ReactNode;
  children?: ReactNode;
  onRetry?: () => void;
  busy?: boolean;
  className?: string;
}) {
  const t = useTranslations("common");
  return (
    <div
      role="alert"
      className={cn(
        "mx-auto grid max-w-sm content-start justify-items-center gap-1 px-4 py-16 text-center",
        className,
      )}
    >
      <h2 className="font-semibold text-md">{title}</h2>
      {children ? <p className="text-muted-foreground">{children}</p> : null}
      {onRetry ? (
        <Button className="mt-4" onClick={onRetry} busy={busy}>
          <RotateCw aria-hidden />
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}
