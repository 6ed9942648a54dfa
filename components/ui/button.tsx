import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Class names of a button, for links and labels that must look like one. */
export const buttonVariants = cva(
  [
    "relative inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium",
    "transition-[background-color,border-color,color,opacity] select-none",
    "disabled:pointer-events-none disabled:opacity-45 aria-disabled:pointer-events-none aria-disabled:opacity-45",
    "[&_svg]:size-4 [&_svg]:shrink-0 pointer-coarse:min-h-11",
  ],
  {
    variants: {
      variant: {
        primary:
          "bg-primary text-primary-foreground shadow-xs hover:bg-primary-hover active:bg-primary-hover",
        secondary:
          "border border-input bg-secondary text-secondary-foreground shadow-xs hover:bg-accent active:bg-accent-strong aria-expanded:bg-accent",
        ghost: "text-foreground hover:bg-accent active:bg-accent-strong aria-expanded:bg-accent",
        destructive:
          "bg-destructive text-destructive-foreground shadow-xs hover:bg-destructive-hover active:bg-destructive-hover",
        link: "text-primary underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-7 px-2.5 text-sm gap-1.5 [&_svg]:size-3.5",
        md: "h-8 px-3",
        lg: "h-10 px-4",
        icon: "size-8 pointer-coarse:min-w-11",
        "icon-sm": "size-7 pointer-coarse:min-w-11",
        inline: "h-auto p-0 pointer-coarse:min-h-0 touch-target",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    asChild?: boolean;
    /** Shows a spinner in place of the label, keeps the width, and refuses clicks. */
    busy?: boolean;
  };

/** A button; one per screen is `primary`. `busy` while its work is under way. */
export function Button({
  className,
  variant,
  size,
  asChild,
  busy,
  disabled,
  children,
  type,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? "button"}
      className={classes}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...props}
    >
      {busy ? (
        <>
          <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
          <LoaderCircle aria-hidden className="absolute animate-spin" />
        </>
      ) : (
        children
      )}
    </button>
  );
}
