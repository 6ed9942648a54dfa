import { moneyOf } from "@/components/shell/money";
import type { PriceList } from "@/lib/entitlements/queries";
import { translator } from "@/lib/i18n";

const t = translator("landing");

type Plan = PriceList[number];

/** What a plan holds, in words; what it holds none of is left out, unless there is another way to it. */
function holds({ limits }: Plan): string[] {
  const { guests, emailsPerMonth, smsPerMonth, sites, members, customDomains } = limits;
  const say = (
    key: "planGuests" | "planMails" | "planSms" | "planSites" | "planMembers" | "planDomains",
    n: number | null,
  ) => (n === null ? t(`${key}Any`) : t(key, { n }));
  return [
    say("planGuests", guests),
    say("planMails", emailsPerMonth),
    smsPerMonth === 0 ? t("planSmsOwn") : say("planSms", smsPerMonth),
    say("planSites", sites),
    say("planMembers", members),
    ...(customDomains === 0 ? [] : [say("planDomains", customDomains)]),
  ];
}

/** The plans on offer. `billed` is false where an installation sells nothing and limits nothing. */
export function Pricing({ plans, billed }: { plans: PriceList; billed: boolean }) {
  if (plans.length === 0) return null;
  return (
    <section className="mx-auto w-full max-w-6xl px-5 pt-24 sm:px-8 sm:pt-36">
      <h2 className="max-w-xl font-semibold text-xl sm:text-2xl">{t("priceTitle")}</h2>
      <p className="mt-3 max-w-xl text-md text-muted-foreground">
        {billed ? t("priceText") : t("priceNone")}
      </p>
      <ul className="mt-12 grid border-y sm:mt-16 lg:auto-cols-fr lg:grid-flow-col lg:divide-x">
        {plans.map((plan) => (
          <li
            key={plan.key}
            className="border-b py-8 last:border-b-0 lg:border-b-0 lg:px-8 lg:first:pl-0 lg:last:pr-0"
          >
            <h3 className="font-semibold text-md">{plan.name}</h3>
            <p className="mt-1 flex items-baseline gap-2">
              <span className="font-semibold text-xl tabular-nums">
                {moneyOf({ amount: plan.priceMonthly, currency: plan.currency })}
              </span>
              <span className="text-muted-foreground">{t("priceMonth")}</span>
            </p>
            <ul className="mt-5 grid gap-2">
              {holds(plan).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
