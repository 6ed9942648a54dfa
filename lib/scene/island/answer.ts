import { keepTogether, showWhatApplies } from "./conditions";

/** An answer on its way: kept on the device until the server has it. */
type Kept = { key: string; body: string };

const storeAt = () => `eios:answer:${location.pathname}`;

function kept(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(storeAt()) ?? "null");
  } catch {
    return null;
  }
}

function keep(answer: Kept | null) {
  try {
    if (answer) localStorage.setItem(storeAt(), JSON.stringify(answer));
    else localStorage.removeItem(storeAt());
  } catch {
    // A browser that keeps nothing still sends.
  }
}

const bodyOf = (form: HTMLFormElement) =>
  new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])).toString();

const newKey = () =>
  crypto.randomUUID?.() ??
  [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

let timer = 0;
let tries = 0;
let sending = false;

function say(word: "kept" | "failed" | "sending" | null) {
  const live = document.querySelector<HTMLElement>("[data-live]");
  if (live) live.textContent = word ? (live.dataset[word] ?? "") : "";
}

/** Puts the changed parts of the answering page in place of ours, and the focus where the news is. */
function swapIn(markup: string): boolean {
  const next = new DOMParser().parseFromString(markup, "text/html");
  if (!next.querySelector("[data-panel]")) return false;
  for (const part of ["[data-panel]", "[data-answer]"]) {
    const [from, to] = [next.querySelector(part), document.querySelector(part)];
    if (from && to) to.replaceChildren(...from.childNodes);
  }
  const focus = document.querySelector<HTMLElement>(".errs,.done");
  document.getElementById("rsvp")?.scrollIntoView();
  focus?.focus({ preventScroll: true });
  prepare();
  return true;
}

/**
 * Sends what is kept, under the same key until the server has said what became of it: a lost reply, a reload or a
 * second tap cannot make two answers of one.
 */
async function send(): Promise<void> {
  const answer = kept() ?? pending;
  if (!answer || sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    const response = await fetch(location.pathname, {
      method: "POST",
      body: answer.body,
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "Idempotency-Key": answer.key,
        Accept: "text/html",
      },
    });
    if (response.status >= 500 || response.status === 429) throw response;
    const markup = await response.text();
    // 2xx: it stands. 4xx: it was refused and sending it again would not help.
    keep(null);
    pending = null;
    tries = 0;
    if (!swapIn(markup)) location.replace(location.pathname);
  } catch (problem) {
    say(problem instanceof Response ? "failed" : "kept");
    tries += 1;
    timer = window.setTimeout(send, Math.min(60_000, 2_000 * 2 ** tries));
    const button = document.querySelector<HTMLButtonElement>("[data-rsvp] [type=submit]");
    if (button) button.disabled = false;
  } finally {
    sending = false;
  }
}

// Where nothing can be stored, the answer lives as long as the page.
let pending: Kept | null = null;

function submit(form: HTMLFormElement) {
  const body = bodyOf(form);
  const before = kept() ?? pending;
  // The same answer again is the same answer; a changed one is a new one.
  pending = before?.body === body ? before : { key: newKey(), body };
  keep(pending);
  say("sending");
  tries = 0;
  send();
}

function prepare() {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-rsvp]")) showWhatApplies(form);
}

/** The hero's buttons fill in the form and bring it into view, instead of asking the server to. */
function chooseForAll(link: HTMLAnchorElement): boolean {
  const form = document.querySelector<HTMLFormElement>("[data-rsvp]");
  const answer = link.dataset.all;
  if (!form || !answer) return false;
  for (const input of form.querySelectorAll<HTMLInputElement>("[name=all],.who:not(.plus) .at input")) {
    input.checked = input.value === answer;
  }
  showWhatApplies(form);
  document.getElementById("rsvp")?.scrollIntoView();
  form.querySelector<HTMLElement>("input:checked")?.focus({ preventScroll: true });
  return true;
}

/** Enhances the answer form: conditions, sending without leaving the page, and again on a bad network. */
export function startAnswer() {
  prepare();
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    const form = target.closest<HTMLFormElement>("[data-rsvp]");
    if (!form) return;
    if (target instanceof HTMLInputElement) keepTogether(form, target);
    showWhatApplies(form);
  });
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-rsvp]")) return;
    event.preventDefault();
    submit(event.target);
  });
  document.addEventListener("click", (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-all]") : null;
    if (link && chooseForAll(link)) event.preventDefault();
  });
  addEventListener("online", send);
  if (kept()) {
    say("kept");
    send();
  }
}
