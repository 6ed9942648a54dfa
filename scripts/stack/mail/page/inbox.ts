import type { Summary } from "../inbox";
import type { DeliveryState } from "../webhooks";
import { $, el, get } from "./dom";
import { read, type WholeMessage } from "./message";
import { clock, day, fate, hue, initials, nameOf, numberOf } from "./words";

const PAGE = 60;

const list = $("ol");
const search = $<HTMLInputElement>(".search");
const scroll = $(".scroll");
const isNarrow = matchMedia("(max-width: 759px)");
const seen = new Set<string>(JSON.parse(localStorage.getItem("seen") ?? "[]"));
const began = new Date().toISOString();

let mails: Summary[] = [];
let fresh = new Set<string>();
let shown: WholeMessage | undefined;
let isComplete = false;
let isLoading = false;

const chosen = () => location.hash.slice(1);
/** Came while the page is open, and was not read yet. */
const isNew = (mail: Summary) => mail.createdAt > began && !seen.has(mail.id);

/** The time, and what went wrong if anything did. */
function when(mail: Summary): HTMLElement {
  const { words, mood } = fate(mail.status);
  const time = el("time", {
    className: "when",
    dateTime: mail.createdAt,
    textContent: clock(mail.createdAt),
  });
  if (mood !== "good") time.prepend(el("span", { className: mood, textContent: words }));
  return time;
}

function row(mail: Summary): HTMLElement {
  const who = mail.to.map(nameOf).map(numberOf).join(", ");
  const face = el("span", { className: "face", textContent: initials(who) }, { "aria-hidden": "true" });
  face.style.setProperty("--hue", String(hue(who)));
  const link = el(
    "a",
    { className: "row", href: `#${mail.id}` },
    {},
    face,
    el("span", { className: "who", textContent: who }),
    when(mail),
    el("span", { className: "subject", textContent: mail.subject || "No subject" }),
    el("span", { className: "preview", textContent: mail.preview }),
  );
  return el("li", {}, {}, link);
}

/** Everything about a line that changes while it stands. */
function dress(line: HTMLElement, mail: Summary): HTMLElement {
  const link = line.firstElementChild!;
  link.classList.toggle("new", isNew(mail));
  link.classList.toggle("fresh", fresh.has(mail.id));
  if (mail.id === chosen()) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  link.querySelector("time")?.replaceWith(when(mail));
  return line;
}

/** The lines that stand in the list: mails by id, days by name. */
let standing = new Map<string, HTMLElement>();

/** Moves only what has to move: the focus stays where it is when mail arrives or older mail is fetched. */
function place(lines: [string, HTMLElement][]): void {
  standing = new Map(lines);
  const wanted = new Set<Element>(standing.values());
  for (const old of [...list.children]) if (!wanted.has(old)) old.remove();
  lines.forEach(([, line], at) => {
    const there = list.children[at];
    if (there !== line) list.insertBefore(line, there ?? null);
  });
}

function draw(): void {
  let last = "";
  const lines = mails.flatMap((mail): [string, HTMLElement][] => {
    const today = day(mail.createdAt);
    const head = standing.get(today) ?? el("li", { className: "day", textContent: today });
    const line = dress(standing.get(mail.id) ?? row(mail), mail);
    const heads: [string, HTMLElement][] = today === last ? [] : [[today, head]];
    last = today;
    return [...heads, [mail.id, line]];
  });
  place(lines);
  fresh = new Set();
  const empty = $(".empty");
  const [title, more] = search.value.trim()
    ? ["Nothing found", "Try a name, an address or a word of the text."]
    : ["No mail yet", "It appears here the moment it is sent."];
  empty.hidden = mails.length > 0;
  empty.replaceChildren(el("b", { textContent: title }), more);
  document.title = mails.some(isNew) ? "• Inbox" : "Inbox";
}

async function load(before?: string): Promise<Summary[]> {
  const query = new URLSearchParams({ summary: "", limit: String(PAGE), query: search.value.trim() });
  if (before) query.set("before", before);
  return (await get<{ data: Summary[] }>(`/messages?${query}`)).data;
}

/** Reads the newest mail again, and with `anew` nothing of what was there stays. */
async function refresh(anew: boolean): Promise<void> {
  const data = await load();
  const known = new Set(mails.map(({ id }) => id));
  if (!anew && known.size > 0) fresh = new Set(data.map(({ id }) => id).filter((id) => !known.has(id)));
  const oldest = data.at(-1)?.id ?? "";
  const tail = anew || oldest === "" ? [] : mails.filter(({ id }) => id < oldest);
  if (tail.length === 0) isComplete = data.length < PAGE;
  mails = [...data, ...tail];
  draw();
  await tellDelivery();
}

async function older(): Promise<void> {
  if (isComplete || isLoading || mails.length === 0) return;
  isLoading = true;
  const data = await load(mails.at(-1)?.id).finally(() => {
    isLoading = false;
  });
  isComplete = data.length < PAGE;
  mails.push(...data);
  draw();
}

async function tellDelivery(): Promise<void> {
  const { pending, problem } = await get<DeliveryState>("/state");
  const note = $(".note");
  const waiting = pending === 1 ? "1 of them waits" : `${pending} of them wait`;
  note.hidden = !problem;
  note.textContent = `Delivery reports do not reach the app (${problem}). ${waiting}, and will be tried again.`;
}

async function route(): Promise<void> {
  const id = chosen();
  shown = id ? await get<WholeMessage>(`/messages/${id}`).catch(() => undefined) : undefined;
  document.body.classList.toggle("reading", shown !== undefined);
  $("article").hidden = shown === undefined;
  $(".blank").hidden = shown !== undefined;
  if (shown) {
    seen.add(id);
    localStorage.setItem("seen", JSON.stringify([...seen].slice(-2_000)));
    read(shown);
    if (isNarrow.matches) $("h2").focus({ preventScroll: true });
  }
  draw();
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function onKey(event: KeyboardEvent): void {
  if (event.target === search) {
    if (event.key === "Escape") search.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "/") {
    event.preventDefault();
    search.focus();
  }
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step === undefined || mails.length === 0 || (event.target as Element).matches(".sheet")) return;
  event.preventDefault();
  const at = mails.findIndex(({ id }) => id === chosen());
  const next = mails[Math.min(Math.max(at + step, 0), mails.length - 1)];
  if (next) location.hash = next.id;
}

let typing: number | undefined;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = window.setTimeout(() => {
    scroll.scrollTop = 0;
    void refresh(true);
  }, 150);
});
scroll.addEventListener("scroll", () => {
  if (scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 400) void older();
});
addEventListener("hashchange", () => void route());
addEventListener("keydown", onKey);

const live = new EventSource("/live");
const pulse = $(".pulse");
const online = (yes: boolean) => {
  pulse.classList.toggle("off", !yes);
  pulse.setAttribute("aria-label", yes ? "Live" : "Connection lost, trying again");
};
live.onopen = () => {
  online(true);
  void refresh(false);
};
live.onerror = () => online(false);
live.addEventListener("changed", async () => {
  await refresh(false);
  if (!shown) return;
  const mail = await get<WholeMessage>(`/messages/${shown.id}`);
  if (mail.status !== shown.status) {
    shown = mail;
    read(mail);
  }
});

await refresh(true);
await route();
