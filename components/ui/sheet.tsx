"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { cn } from "./cn";
import { useReturnFocus } from "./use-return-focus";

export const Sheet = Primitive.Root;

type SheetContentProps = Omit<ComponentProps<typeof Primitive.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  /** Sits left of the close button: previous, next, a menu. */
  actions?: ReactNode;
  footer?: ReactNode;
};

/**
 * A side sheet beside a list that stays in use (open it with `modal={false}`): from the right edge, the whole
 * screen on a phone. Escape closes it and focus returns to the row.
 */
export function SheetContent({
  title,
  description,
  actions,
  footer,
  className,
  children,
  ...props
}: SheetContentProps) {
  const t = useTranslations("common");
  const focus = useReturnFocus();
  return (
    <Primitive.Portal>
      <Primitive.Content
        className={cn(
          "fixed inset-0 z-40 flex flex-col bg-popover text-popover-foreground shadow-lg outline-none duration-200",
          "data-[state=closed]:fade-out data-[state=open]:fade-in data-[state=closed]:animate-out data-[state=open]:animate-in",
          "data-[state=closed]:slide-out-to-right-8 data-[state=open]:slide-in-from-right-8",
          "sm:top-2 sm:right-2 sm:bottom-2 sm:left-auto sm:w-110 sm:rounded-md sm:border",
          className,
        )}
        {...(description ? {} : { "aria-describedby": undefined })}
        onCloseAutoFocus={focus.giveBack}
        onOpenAutoFocus={(event) => {
          focus.remember();
          // The sheet is read out as a whole; Tab goes on to its first control.
          event.preventDefault();
          (event.currentTarget as HTMLElement).focus({ preventScroll: true });
        }}
        // What has something to take back by Escape (data-escape) does so first; the next press closes the sheet.
        onEscapeKeyDown={(event) => {
          if (event.target instanceof Element && event.target.closest("[data-escape]"))
            event.preventDefault();
        }}
        {...props}
      >
        <div className="flex items-start justify-between gap-3 border-b px-5 py-3 pt-[max(0.75rem,env(safe-area-inset-top))]">
          <div className="min-w-0 pt-1">
            <Primitive.Title className="break-words font-semibold text-md">{title}</Primitive.Title>
            {description ? (
              <Primitive.Description asChild>
                <div className="mt-0.5 text-muted-foreground">{description}</div>
              </Primitive.Description>
            ) : null}
          </div>
          <div className="-mr-2 flex items-center">
            {actions}
            <Primitive.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t("close")}>
                <X aria-hidden />
              </Button>
            </Primitive.Close>
          </div>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        {footer ? (
          <div className="flex items-center justify-end gap-2 border-t px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            {footer}
          </div>
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
