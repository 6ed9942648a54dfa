import { mailWords } from "@/lib/messaging/mail/words";
import { html, Markup } from "@/lib/scene/html";
import { documentOf } from "../unsubscribe/document";

/** What the page of preferences shows. */
export type Chosen = {
  organization: string;
  test: boolean;
  channels: {
    channel: "email" | "sms" | "whatsapp";
    address: string;
    isOn: boolean;
    isFixed: boolean;
  }[];
};

/** The page of preferences: one box a channel, which work without a line of JavaScript. */
export function preferencesPage({ organization, channels }: Chosen, saved: boolean): Response {
  const t = mailWords("en");
  const isAny = channels.some(({ isOn }) => isOn);
  const boxes = channels.map(
    ({ channel, address, isOn, isFixed }) =>
      html`<label><input type="checkbox" name="keep" value="${channel}"${new Markup(
        `${isOn ? " checked" : ""}${isFixed ? " disabled" : ""}`,
      )}><span>${t(`preferences.${channel}`)}<small>${address}${
        isFixed ? html`<br>${t(channel === "email" ? "preferences.blocked" : "preferences.start")}` : null
      }</small></span></label>`,
  );
  const said = saved
    ? html`<p role="status"><strong>${t(isAny ? "preferences.saved" : "preferences.nothing", { organization })}</strong></p>`
    : null;
  return documentOf({
    name: t("preferences.title"),
    title: t("preferences.ask", { organization }),
    more: t("preferences.askMore"),
    below: html`${said}<form method="post">${boxes}<button>${t("preferences.button")}</button></form>`,
  });
}
