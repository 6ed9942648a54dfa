"use client";

import { Toaster as Primitive } from "sonner";
import { useTranslations } from "use-intl";

/** Where notes appear: what was done with an undo, what was refused and why. */
export function Toaster() {
  const t = useTranslations("common");
  return (
    <Primitive
      position="bottom-right"
      containerAriaLabel={t("notifications")}
      mobileOffset={{ bottom: 72 }}
      gap={8}
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: t("close"),
        classNames: {
          toast:
            "flex w-full sm:w-90 items-center gap-3 rounded-md border bg-popover px-4 py-3 text-base text-popover-foreground shadow-lg",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-muted-foreground",
          icon: "shrink-0 [&_svg]:size-4 text-muted-foreground",
          error: "[&_[data-icon]]:text-destructive",
          success: "[&_[data-icon]]:text-success",
          actionButton:
            "shrink-0 rounded-sm px-2 h-7 pointer-coarse:h-11 font-medium text-primary hover:bg-accent transition-colors",
          cancelButton:
            "shrink-0 rounded-sm px-2 h-7 pointer-coarse:h-11 text-muted-foreground hover:bg-accent",
        },
      }}
    />
  );
}
