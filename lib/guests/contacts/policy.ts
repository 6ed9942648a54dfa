import { AppError } from "@/lib/http/problem";
import { normalizeEmail } from "../import/cells";
import { countryCode, normalizePhone } from "../import/phones";

export type ContactKind = "email" | "phone" | "whatsapp" | "postal";

/**
 * A contact as it is kept: e-mail in lower case, phone and WhatsApp in E.164, an address without outer spaces.
 *
 * @param country ISO 3166-1 code that numbers without a prefix belong to
 * @throws AppError invalid, at `path`, for what is no such contact
 */
export function normalizeContact(
  kind: ContactKind,
  written: string,
  country: string,
  path = "value",
): string {
  const refuse = (message: string) =>
    new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });
  if (kind === "email") {
    const address = normalizeEmail(written);
    if (!address) throw refuse("is not an e-mail address");
    return address;
  }
  if (kind === "postal") {
    const address = written.replaceAll("\u0000", "").trim();
    if (!address) throw refuse("is empty");
    return address;
  }
  const number = normalizePhone(written, countryCode(country) ?? "US");
  if (!number) throw refuse("is not a phone number");
  return number;
}
