import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { translator } from "@/lib/i18n";
import type { Operation, Schema } from "@/lib/reference";
import { Method } from "./method";
import { FieldRow, SchemaFields } from "./schema-fields";
import { TryIt } from "./try-it";
import { Block, inline, Written } from "./written";

const t = translator("docs");
const shown = (value: unknown) => JSON.stringify(value, null, 2);

/** One endpoint of the reference. */
export function OperationPage({
  operation: of,
  server,
  refer,
}: {
  operation: Operation;
  /** Where the API is, \`https://app.example.com/api\`. */
  server: string;
  refer: (ref: string) => Schema;
}) {
  const { body, success } = of;
  return (
    <div className="grid max-w-6xl gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <div className="min-w-0">
        <p className="mb-4 lg:hidden">
          <Link href="/docs/api" className="touch-target text-primary underline underline-offset-4">
            {t("all")}
          </Link>
        </p>
        <p className="text-muted-foreground text-sm">{of.tag}</p>
        <h1 className="font-semibold text-xl">{of.summary}</h1>
        <p className="mt-2 flex items-baseline gap-2">
          <Method name={of.method} className="w-auto text-sm" />
          <code className="font-mono text-sm [overflow-wrap:anywhere]">/api{of.path}</code>
        </p>
        <p className="mt-3 flex flex-wrap gap-2">
          {of.isOpen ? <Badge tone="green">{t("signedOut")}</Badge> : null}
          {of.permission ? (
            <Badge tone="outline">{t("permission", { permission: of.permission })}</Badge>
          ) : null}
          <Badge tone="outline">{t("perMinute", { n: of.perMinute })}</Badge>
        </p>
        <Written text={of.description} className="mt-4 grid gap-2 text-md" />
        {of.parameters.length > 0 ? (
          <Part title={t("parameters")}>
            <ul className="mt-2 divide-y rounded-md border">
              {of.parameters.map((one) => (
                <FieldRow
                  key={`${one.in} ${one.name}`}
                  name={one.name}
                  schema={one.schema}
                  description={one.description}
                  isRequired={one.required}
                  place={t(`in_${one.in}`)}
                  refer={refer}
                />
              ))}
            </ul>
          </Part>
        ) : null}
        {body ? (
          <Part title={t("body")} aside={body.media}>
            <SchemaFields schema={body.schema} refer={refer} />
            {body.example === undefined ? null : <Example name={t("body")}>{shown(body.example)}</Example>}
          </Part>
        ) : null}
        <Part title={t("answer")} aside={[success.status, success.media].filter(Boolean).join(" ")}>
          {success.schema ? (
            <SchemaFields schema={success.schema} refer={refer} />
          ) : (
            <p className="mt-1 text-muted-foreground">{t("noBody")}</p>
          )}
          {success.example === undefined ? null : (
            <Example name={t("answer")}>{shown(success.example)}</Example>
          )}
        </Part>
        <Part title={t("refusals")}>
          <p className="mt-1 text-muted-foreground">{t("refusalsHint")}</p>
          <ul className="mt-2 divide-y rounded-md border">
            {of.problems.map(({ code, status, title }) => (
              <li key={code} className="flex flex-wrap items-baseline gap-x-3 px-3 py-2">
                <span className="tabular-nums">{status}</span>
                <Link
                  href={`/problems/${code}`}
                  className="touch-target font-mono text-primary text-sm underline underline-offset-4"
                >
                  {code}
                </Link>
                <span className="text-muted-foreground">{inline(title)}</span>
              </li>
            ))}
          </ul>
        </Part>
      </div>
      <TryIt
        key={of.id}
        method={of.method}
        path={of.path}
        parameters={of.parameters.map(({ name, in: place, required }) => ({ name, place, required }))}
        body={
          body && {
            media: body.media,
            example: body.media === "application/json" ? shown(body.example ?? {}) : "",
            fields: Object.entries(body.schema.properties ?? {}).map(([name, { format }]) => ({
              name,
              isFile: format === "binary",
            })),
          }
        }
        isOpen={of.isOpen}
        server={server}
      />
    </div>
  );
}

const Part = ({ title, aside, children }: { title: string; aside?: string; children: ReactNode }) => (
  <section className="mt-8">
    <h2 className="flex flex-wrap items-baseline justify-between gap-x-3 font-semibold">
      {title}
      {aside ? <code className="font-mono font-normal text-muted-foreground text-sm">{aside}</code> : null}
    </h2>
    {children}
  </section>
);

const Example = ({ name, children }: { name: string; children: string }) => (
  <div className="mt-3">
    <h3 className="mb-1.5 text-muted-foreground text-sm">{t("example")}</h3>
    <Block label={`${t("example")}: ${name}`}>{children}</Block>
  </div>
);
