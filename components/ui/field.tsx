"use client";

import { Slot } from "radix-ui";
import { type ReactElement, type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn";
import { Label } from "./label";

type FieldProps = {
  label: ReactNode;
  /** One sentence under the control. */
  help?: ReactNode;
  /** A sentence that says what is wrong; replaces the help and marks the control invalid. */
  error?: ReactNode;
  /** Says "optional" beside the label; required is the unmarked case. */
  optional?: boolean;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  /** Sits at the right end of the label's line: a counter, a link. */
  aside?: ReactNode;
  className?: string;
  /** Exactly one control, which receives id, aria-describedby and aria-invalid. */
  children: ReactElement<{ id?: string }>;
};

/** Label, control, help and error, wired together for assistive technology. */
export function Field({ label, help, error, optional, hideLabel, aside, className, children }: FieldProps) {
  const t = useTranslations("common");
  const generated = useId();
  const id = children.props.id ?? generated;
  const described = error ? `${id}-error` : help ? `${id}-help` : undefined;
  return (
    <div className={cn("grid min-w-0 content-start gap-1.5", className)}>
      <div
        className={cn("flex min-h-5 items-baseline justify-between gap-3", hideLabel && !aside && "sr-only")}
      >
        <Label htmlFor={id} className={cn(hideLabel && "sr-only")}>
          {label}
          {optional ? (
            <span className="ml-1.5 font-normal text-muted-foreground text-sm">{t("optional")}</span>
          ) : null}
        </Label>
        {aside ? <span className="text-muted-foreground text-sm tabular-nums">{aside}</span> : null}
      </div>
      <Slot.Root id={id} aria-describedby={described} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-destructive text-sm">
          {error}
        </p>
      ) : help ? (
        <p id={`${id}-help`} className="text-muted-foreground text-sm">
          {help}
        </p>
      ) : null}
    </div>
  );
}
