import type { listEvents, Message } from "../read";
import { $, el } from "./dom";
import { phone } from "./phone";
import { clock, codeIn, day, fate, linked, size } from "./words";

/** A mail with all that is known of it, as `/messages/ID` answers. */
export type WholeMessage = Message & { events: Awaited<ReturnType<typeof listEvents>> };

const TABS = { message: "Message", text: "Text", details: "Details" };
type Tab = keyof typeof TABS;

let chosen: Tab = "message";

/** Shows one mail in the reading pane, in the tab that was read last. */
export function read(mail: WholeMessage): void {
  const tabs = (Object.keys(TABS) as Tab[]).filter((tab) => tab !== "message" || mail.html);
  const tab = tabs.includes(chosen) ? chosen : (tabs[0] as Tab);
  const choose = (next: Tab) => {
    chosen = next;
    read(mail);
    $("[aria-selected=true]").focus();
  };
  if (mail.channel !== "email") {
    $("article").replaceChildren(...phone(mail));
    return;
  }
  const { words, mood } = fate(mail.status);
  const code = codeIn(mail.subject, mail.text);
  const to = el("span", {}, {}, "To ", el("b", { textContent: mail.to.join(", ") }));
  const from = el("span", {}, {}, "From ", el("b", { textContent: mail.from }));
  const when = el("span", { textContent: `${day(mail.createdAt)}, ${clock(mail.createdAt)}` });
  $("article").replaceChildren(
    el("a", { className: "back", href: "#", textContent: "‹ Inbox" }),
    el("h2", { textContent: mail.subject || "No subject", tabIndex: -1 }),
    el("p", { className: "meta" }, {}, to, from, when),
    el(
      "div",
      { className: "bar" },
      {},
      tabList(tabs, tab, choose),
      el("span", { className: "push" }),
      code ? copyChip(code) : null,
      ...mail.attachments.map((file) => fileChip(mail.id, file)),
      el("span", { className: `chip fate ${mood}`, textContent: words }),
    ),
    sheet(mail, tab),
  );
}

function tabList(tabs: Tab[], chosenTab: Tab, choose: (tab: Tab) => void): HTMLElement {
  const buttons = tabs.map((tab) => {
    const isChosen = tab === chosenTab;
    const attributes = { role: "tab", "aria-selected": String(isChosen), tabindex: isChosen ? "0" : "-1" };
    const button = el("button", { textContent: TABS[tab], onclick: () => choose(tab) }, attributes);
    button.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      choose(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] as Tab);
    });
    return button;
  });
  return el("div", {}, { role: "tablist", "aria-label": "Parts of the mail" }, ...buttons);
}

function copyChip(code: string): HTMLElement {
  const word = el("span", { textContent: "Copy" });
  const onclick = async () => {
    await navigator.clipboard.writeText(code);
    word.textContent = "Copied";
  };
  const title = "Copy the code";
  return el("button", { className: "chip", title, onclick }, {}, el("code", { textContent: code }), word);
}

function fileChip(id: string, file: Message["attachments"][number]): HTMLElement {
  const href = `/messages/${id}/attachments/${file.id}`;
  const about = el("small", { textContent: size(file.size) });
  return el("a", { className: "chip", href, download: file.filename }, {}, file.filename, about);
}

function sheet(mail: WholeMessage, tab: Tab): HTMLElement {
  if (tab === "message") {
    const frame = el(
      "iframe",
      { title: "The mail as its reader sees it", src: `/messages/${mail.id}/html` },
      { sandbox: "allow-popups allow-popups-to-escape-sandbox" },
    );
    return el("div", { className: "sheet paper" }, {}, frame);
  }
  const content = tab === "text" ? text(mail.text ?? "This mail has no plain text.") : details(mail);
  return el("div", { className: "sheet", tabIndex: 0 }, {}, content);
}

const text = (plain: string): HTMLElement => el("pre", {}, {}, ...linked(plain));

function details(mail: WholeMessage): HTMLElement {
  const fields: [string, string, string?][] = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Cc", mail.cc.join(", ")],
    ["Bcc", mail.bcc.join(", ")],
    ["Reply-To", mail.replyTo.join(", ")],
    ["Subject", mail.subject],
    ["Date", new Date(mail.createdAt).toUTCString()],
    ["Message-ID", `<${mail.id}@mail.localhost>`],
    ...Object.entries(mail.headers),
    ...Object.entries(mail.tags).map(([name, value]): [string, string] => [`Tag ${name}`, value]),
    ...mail.events.map((event): [string, string, string?] => [
      event.type,
      `${event.at}${event.pending ? ", the app is not told yet" : ""}`,
      event.error ?? undefined,
    ]),
  ];
  const rows = fields.flatMap(([name, value, problem]) =>
    value === ""
      ? []
      : [
          el("dt", { textContent: name }),
          el(
            "dd",
            { textContent: value },
            {},
            problem ? el("small", { className: "problem", textContent: ` ${problem}` }) : null,
          ),
        ],
  );
  return el("dl", {}, {}, ...rows);
}
