"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useKey } from "./reference-frame";
import { type Asked, ask, curlOf, type Reply, requestOf, type Tried } from "./request";
import { Block } from "./written";

/** A form that asks the real API what its endpoint's page tells of. */
export function TryIt(of: Tried & { isOpen: boolean; server: string }) {
  const t = useTranslations("docs.try");
  const { key, setKey } = useKey();
  const [asked, setAsked] = useState<Asked>({ values: {}, files: {}, body: of.body?.example ?? "" });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [reply, setReply] = useState<Reply | null>(null);
  const set = (name: string, value: string) =>
    setAsked((before) => ({ ...before, values: { ...before.values, [name]: value } }));
  const missing = of.parameters.filter(({ name, required }) => required && !asked.values[name]?.trim());

  async function send(event: FormEvent) {
    event.preventDefault();
    if (missing.length > 0)
      return setWrong(t("missing", { names: missing.map(({ name }) => name).join(", ") }));
    try {
      if (of.body?.media === "application/json" && asked.body.trim()) JSON.parse(asked.body);
    } catch (error) {
      return setWrong(t("badJson", { reason: (error as Error).message }));
    }
    setWrong(null);
    setBusy(true);
    const answered = await ask(requestOf(of, asked, key)).catch(() => null);
    setReply(answered);
    if (!answered) setWrong(t("away"));
    setBusy(false);
  }

  return (
    <section
      aria-labelledby="try"
      className="min-w-0 xl:sticky xl:top-8 xl:max-h-[calc(100dvh-4rem)] xl:self-start xl:overflow-y-auto xl:p-1"
    >
      <h2 id="try" className="font-semibold">
        {t("title")}
      </h2>
      {of.body?.media === "*/*" ? (
        <p className="mt-1 text-muted-foreground">{t("raw")}</p>
      ) : (
        <form onSubmit={send} noValidate className="mt-2 grid gap-4">
          {of.method === "GET" ? null : <p className="text-muted-foreground">{t("real")}</p>}
          {of.isOpen ? null : (
            <Field label={t("key")} help={t("keyHelp")} optional>
              <Input
                type="password"
                autoComplete="off"
                spellCheck={false}
                value={key}
                onChange={(event) => setKey(event.target.value.trim())}
              />
            </Field>
          )}
          {of.parameters.map(({ name, required }) => (
            <Field key={name} label={<code className="font-mono text-sm">{name}</code>} optional={!required}>
              <Input
                value={asked.values[name] ?? ""}
                autoComplete="off"
                spellCheck={false}
                aria-required={required}
                onChange={(event) => set(name, event.target.value)}
              />
            </Field>
          ))}
          {of.body?.media === "multipart/form-data"
            ? of.body.fields.map(({ name, isFile }) => (
                <Field
                  key={name}
                  label={<code className="font-mono text-sm">{name}</code>}
                  optional={!isFile}
                >
                  {isFile ? (
                    <Input
                      type="file"
                      className="h-auto py-1.5"
                      onChange={({ target }) => {
                        const file = target.files?.[0];
                        setAsked((before) => ({ ...before, files: file ? { [name]: file } : {} }));
                      }}
                    />
                  ) : (
                    <Input
                      value={asked.values[name] ?? ""}
                      onChange={(event) => set(name, event.target.value)}
                    />
                  )}
                </Field>
              ))
            : null}
          {of.body?.media === "application/json" ? (
            <Field label={t("body")}>
              <Textarea
                className="font-mono text-sm"
                spellCheck={false}
                value={asked.body}
                onChange={({ target }) => setAsked((before) => ({ ...before, body: target.value }))}
              />
            </Field>
          ) : null}
          {wrong ? (
            <p role="alert" className="text-destructive">
              {wrong}
            </p>
          ) : null}
          <div>
            <Button type="submit" variant="primary" busy={busy}>
              {t("send")}
            </Button>
          </div>
        </form>
      )}
      <div aria-live="polite">{reply ? <Answer reply={reply} /> : null}</div>
      {of.body?.media === "*/*" ? null : (
        <details className="mt-4">
          <summary className="min-h-8 cursor-pointer content-center text-sm pointer-coarse:min-h-11">
            {t("curl")}
          </summary>
          <Block label={t("curl")}>{curlOf(requestOf(of, asked, key ? "$EIOS_KEY" : ""), of.server)}</Block>
        </details>
      )}
    </section>
  );
}

function Answer({ reply }: { reply: Reply }) {
  const t = useTranslations("docs.try");
  return (
    <div className="mt-5">
      <h3 className="font-semibold">{t("answer")}</h3>
      <p className="mt-1 tabular-nums">{t("took", { status: String(reply.status), ms: reply.ms })}</p>
      {reply.code ? (
        <p className="mt-1">
          <a
            href={`/problems/${reply.code}`}
            className="touch-target text-primary underline underline-offset-4"
          >
            {t("explain")}
          </a>
        </p>
      ) : null}
      <ul className="my-1.5 text-muted-foreground text-sm">
        {reply.limit ? <li>{t("left", { left: reply.left ?? "0", limit: reply.limit })}</li> : null}
        {reply.requestId ? (
          <li className="[overflow-wrap:anywhere]">{t("requestId", { id: reply.requestId })}</li>
        ) : null}
      </ul>
      {reply.text ? <Block label={t("answer")}>{reply.text}</Block> : <p>{t("empty")}</p>}
    </div>
  );
}
