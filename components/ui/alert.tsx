import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const looks = {
  info: { icon: Info, box: "bg-muted", mark: "text-muted-foreground" },
  success: { icon: CircleCheck, box: "bg-success-wash", mark: "text-success" },
  warning: { icon: TriangleAlert, box: "bg-warning-wash", mark: "text-warning" },
  error: { icon: CircleAlert, box: "bg-destructive-wash", mark: "text-destructive" },
};

/** A sentence that stays in the page. `live` announces it when it appears. */
export function Alert({
  tone = "info",
  title,
  children,
  action,
  live,
  className,
}: {
  tone?: keyof typeof looks;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  live?: boolean;
  className?: string;
}) {
  const { icon: Icon, box, mark } = looks[tone];
  return (
    <div
      role={live ? (tone === "error" ? "alert" : "status") : undefined}
      className={cn("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-4 py-3", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium">{title}</p>
        {children ? <div className="text-muted-foreground">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
