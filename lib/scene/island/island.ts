import { startAnswer } from "./answer";
import { startCountdown } from "./countdown";

/** Says once that a person opened the page: a POST, which link-preview robots do not make. */
function sayOpened() {
  const url = document.querySelector<HTMLElement>("[data-beacon]")?.dataset.beacon;
  if (!url) return;
  const send = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", send);
    if (!navigator.sendBeacon?.(url)) fetch(url, { method: "POST", keepalive: true }).catch(() => {});
  };
  document.addEventListener("visibilitychange", send);
  send();
}

sayOpened();
startCountdown();
startAnswer();
