/**
 * An amount as people write it, without what is zero behind the point: €19, ¥500, €0.75.
 *
 * @param amount in the currency's minor units, of which a yen has none
 */
export function moneyOf({ amount, currency }: { amount: number; currency: string }): string {
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
