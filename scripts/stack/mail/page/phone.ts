import { el } from "./dom";
import type { WholeMessage } from "./message";
import { clock, day, fate, linked, numberOf } from "./words";

const NAMES = { sms: "SMS", whatsapp: "WhatsApp", email: "Mail" };

/** An SMS or a WhatsApp message as its reader sees it, on a phone, with a way to write back. */
export function phone(message: WholeMessage): HTMLElement[] {
  const { words, mood } = fate(message.status);
  const number = numberOf(message.to.join(", "));
  const status = el("p", { className: "sent" }, { role: "status" });
  const field = el("input", { name: "text", required: true, maxLength: 1_600, autocomplete: "off" });
  field.placeholder = "Write back, for example STOP";
  field.setAttribute("aria-label", "Write back as this number");
  const write = async (text: string) => {
    const answer = await fetch(`/texts/${message.id}/answer`, {
      method: "POST",
      body: JSON.stringify({ text }),
    }).catch(() => undefined);
    status.textContent = answer?.ok
      ? `“${text}” was sent from ${number}.`
      : "It could not be sent. Is the stack still running?";
    if (answer?.ok) field.value = "";
  };
  const form = el("form", { className: "answer" }, {}, field, el("button", { textContent: "Send" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void write(field.value.trim());
  });
  const quick = ["STOP", "START"].map((text) =>
    el("button", { className: "chip", type: "button", textContent: text, onclick: () => write(text) }),
  );
  return [
    el("a", { className: "back", href: "#", textContent: "‹ Inbox" }),
    el("h2", { textContent: `${NAMES[message.channel]} to ${number}`, tabIndex: -1 }),
    el(
      "p",
      { className: "meta" },
      {},
      el("span", {}, {}, "From ", el("b", { textContent: numberOf(message.from) })),
      el("span", { textContent: `${day(message.createdAt)}, ${clock(message.createdAt)}` }),
      el("span", { className: `chip fate ${mood}`, textContent: words }),
    ),
    el(
      "div",
      { className: `phone ${message.channel}` },
      {},
      el("p", { className: "bubble", tabIndex: 0 }, {}, ...linked(message.text ?? "")),
      el("div", { className: "quick" }, {}, ...quick),
      form,
      status,
    ),
  ];
}
