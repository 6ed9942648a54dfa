"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { cn } from "./cn";
import { useReturnFocus } from "./use-return-focus";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;

/** The veil under dialogs and sheets. */
export function Overlay() {
  return (
    <Primitive.Overlay className="data-[state=open]:fade-in data-[state=closed]:fade-out fixed inset-0 z-40 bg-veil duration-150 data-[state=closed]:animate-out data-[state=open]:animate-in" />
  );
}

/** Typing may begin at once where there is something to type; else the dialog itself is read out. */
function focusFirstField(event: Event) {
  const content = event.currentTarget as HTMLElement;
  event.preventDefault();
  const field = content.querySelector<HTMLElement>(
    "[data-body] :is(input:not([type=file]),textarea,select,button):not(:disabled)",
  );
  (field ?? content).focus({ preventScroll: true });
}

type DialogContentProps = Omit<ComponentProps<typeof Primitive.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  /** The button that does it, behind the one that does not. */
  deed?: ReactNode;
  /** What else stands at the foot, where nothing is done or taken back. */
  footer?: ReactNode;
};

/** A dialog with its title, its words and its foot; rises from the bottom edge on a phone. */
export function DialogContent({
  title,
  description,
  deed,
  footer,
  className,
  children,
  ...props
}: DialogContentProps) {
  const t = useTranslations("common");
  const focus = useReturnFocus();
  return (
    <Primitive.Portal>
      <Overlay />
      <Primitive.Content
        className={cn(
          "fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-md bg-popover text-popover-foreground shadow-lg outline-none duration-150",
          "data-[state=closed]:fade-out data-[state=open]:fade-in data-[state=closed]:animate-out data-[state=open]:animate-in",
          "max-sm:data-[state=closed]:slide-out-to-bottom-8 max-sm:data-[state=open]:slide-in-from-bottom-8",
          "sm:inset-x-auto sm:top-[12vh] sm:bottom-auto sm:left-1/2 sm:max-h-[76vh] sm:w-full sm:max-w-120 sm:-translate-x-1/2 sm:rounded-md sm:border",
          "sm:data-[state=closed]:zoom-out-98 sm:data-[state=open]:zoom-in-98",
          className,
        )}
        {...(description ? {} : { "aria-describedby": undefined })}
        onCloseAutoFocus={focus.giveBack}
        onOpenAutoFocus={(event) => {
          focus.remember();
          focusFirstField(event);
        }}
        {...props}
      >
        <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
          <div className="min-w-0 pt-1">
            <Primitive.Title className="font-semibold text-md">{title}</Primitive.Title>
            {description ? (
              <Primitive.Description className="mt-1 text-muted-foreground">
                {description}
              </Primitive.Description>
            ) : null}
          </div>
          <Primitive.Close asChild>
            <Button variant="ghost" size="icon" className="-mr-2" aria-label={t("close")}>
              <X aria-hidden />
            </Button>
          </Primitive.Close>
        </div>
        <div data-body className={cn("min-h-0 flex-1 overflow-y-auto px-5", children ? "pb-5" : "pb-1")}>
          {children}
        </div>
        {deed || footer ? (
          <div className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            {deed ? (
              <Primitive.Close asChild>
                <Button variant="ghost">{t("cancel")}</Button>
              </Primitive.Close>
            ) : null}
            {deed}
            {footer}
          </div>
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
