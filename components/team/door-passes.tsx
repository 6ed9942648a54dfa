"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { usePerson } from "@/components/shell/person";
import { Section } from "@/components/shell/section";
import { fieldErrors, useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Member } from "@/lib/orgs/contract";
import {
  createDoorPass,
  type DoorPass,
  listDoorPasses,
  withdrawDoorPass,
} from "@/lib/orgs/door-passes/contract";
import { type Access, AccessFields, newAccessBody } from "./access-fields";
import { passesInput } from "./reads";

/** Codes by which people at the door join for an evening. */
export function DoorPasses({ organizationId, own }: { organizationId: string; own: Member["role"] }) {
  const t = useTranslations("team");
  const sentence = useSentence();
  const [isMaking, setMaking] = useState(false);
  const [shown, setShown] = useState<DoorPass | null>(null);
  const read = useRead(listDoorPasses, passesInput(organizationId));
  const passes = read.data?.data ?? [];
  return (
    <Section
      title={t("passes")}
      help={t("passesHelp")}
      action={
        <Button onClick={() => setMaking(true)}>
          <Plus aria-hidden />
          {t("passNew")}
        </Button>
      }
    >
      {read.isError && !read.data ? (
        <ErrorState title={t("passesFailed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : passes.length === 0 && !read.isPending ? (
        <p className="border-t py-4 text-muted-foreground">{t("passesEmpty")}</p>
      ) : (
        <ul className="border-t">
          {passes.map((pass) => (
            <PassLine key={pass.id} pass={pass} onShow={() => setShown(pass)} />
          ))}
        </ul>
      )}
      <Dialog open={isMaking} onOpenChange={setMaking}>
        <PassForm
          organizationId={organizationId}
          own={own}
          onMade={(pass) => {
            setMaking(false);
            setShown(pass);
          }}
        />
      </Dialog>
      <Dialog open={shown !== null} onOpenChange={() => setShown(null)}>
        {shown ? <PassCode pass={shown} /> : null}
      </Dialog>
    </Section>
  );
}

const useMoment = () => {
  const format = useFormatter();
  const { timezone } = usePerson();
  return (at: string) =>
    format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: timezone });
};

function PassLine({ pass, onShow }: { pass: DoorPass; onShow: () => void }) {
  const t = useTranslations("team");
  const moment = useMoment();
  const withdraw = useWrite(withdrawDoorPass, {
    refresh: [listDoorPasses],
    onSuccess: () => toast.success(t("passWithdrawn")),
  });
  const isOpen = pass.state === "open";
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 border-b py-2 last:border-0">
      <span className="min-w-40 flex-1">
        <span className="block truncate font-medium">{pass.name || t(`role_${pass.role}`)}</span>
        <span className="block text-muted-foreground text-sm">
          {t("passUsed", { used: pass.useCount, places: pass.maxUses })},{" "}
          {t("untilDate", { date: moment(pass.expiresAt) })}
        </span>
      </span>
      <Badge tone={isOpen ? "green" : "neutral"}>{t(`pass_${pass.state}`)}</Badge>
      {isOpen ? (
        <>
          <Button size="sm" onClick={onShow}>
            {t("passOpen")}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { id: pass.id } })}
          >
            {t("passWithdraw")}
          </Button>
        </>
      ) : null}
    </li>
  );
}

function PassCode({ pass }: { pass: DoorPass }) {
  const t = useTranslations("team");
  const c = useTranslations("common");
  const moment = useMoment();
  const { svg, url } = pass;
  return (
    <DialogContent
      title={t("passShow")}
      description={t("passShowHelp", { date: moment(pass.expiresAt) })}
      footer={
        <Button
          onClick={() => void navigator.clipboard.writeText(url ?? "").then(() => toast.success(c("copied")))}
        >
          {t("passCopy")}
        </Button>
      }
    >
      {svg ? (
        // biome-ignore lint/performance/noImgElement: drawn by the server, nothing to optimise
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`}
          alt={t("passShow")}
          className="mx-auto aspect-square w-full max-w-72 rounded-md bg-white"
        />
      ) : null}
    </DialogContent>
  );
}

function PassForm({
  organizationId,
  own,
  onMade,
}: {
  organizationId: string;
  own: Member["role"];
  onMade: (pass: DoorPass) => void;
}) {
  const t = useTranslations("team");
  const sentence = useSentence();
  const [name, setName] = useState("");
  const [places, setPlaces] = useState("10");
  const [isMissing, setMissing] = useState(false);
  const [access, setAccess] = useState<Access>({ role: "door", projectIds: [], eventIds: [], until: "" });
  const make = useWrite(createDoorPass, { quiet: true, refresh: [listDoorPasses], onSuccess: onMade });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { expiresAt, ...given } = newAccessBody(access);
    setMissing(!expiresAt);
    if (!expiresAt || make.isPending) return;
    const role = access.role === "door_supervisor" ? "door_supervisor" : "door";
    make.mutate({
      params: { id: organizationId },
      body: { ...given, name, role, expiresAt, maxUses: Number(places) || 0 },
    });
  };
  return (
    <DialogContent
      title={t("passNew")}
      description={t("passesHelp")}
      deed={
        <Button type="submit" form="pass" variant="primary" busy={make.isPending}>
          {t("passMake")}
        </Button>
      }
    >
      <form id="pass" noValidate onSubmit={submit} className="grid gap-4">
        {make.error ? <Alert live tone="error" title={sentence(make.error)} /> : null}
        {isMissing ? <Alert live tone="warning" title={t("passUntilMissing")} /> : null}
        <Field label={t("passName")} optional>
          <Input
            maxLength={120}
            placeholder={t("passNamePlaceholder")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t("passPlaces")} error={fieldErrors(make.error).maxUses}>
          <Input
            type="number"
            min={1}
            max={500}
            value={places}
            onChange={(event) => setPlaces(event.target.value)}
          />
        </Field>
        <AccessFields
          organizationId={organizationId}
          own={own}
          roles={["door", "door_supervisor"]}
          value={access}
          onChange={setAccess}
          untilNeeded
        />
      </form>
    </DialogContent>
  );
}
