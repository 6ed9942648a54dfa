const DAY = 86_400_000;

/** On the last day the days become hours and minutes; until then the server's count stands. */
export function startCountdown() {
  for (const element of document.querySelectorAll<HTMLElement>("[data-left]")) {
    const at = Date.parse(element.dataset.left ?? "");
    const [figure, label] = [element.querySelector("b"), element.querySelector("span")];
    if (!figure || !label) continue;
    const tick = () => {
      const left = at - Date.now();
      if (left <= 0 || left > DAY) return;
      const hours = Math.floor(left / 3_600_000);
      figure.textContent = String(hours > 0 ? hours : Math.ceil(left / 60_000));
      label.textContent = (hours > 0 ? element.dataset.hours : element.dataset.minutes) ?? "";
      setTimeout(tick, 30_000);
    };
    tick();
  }
}
