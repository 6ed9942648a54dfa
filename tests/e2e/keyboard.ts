import { expect, type Locator, type Page } from "@playwright/test";

/** Where the focus is after a press of Tab. */
export type Stop = { name: string; kind: string; top: number; left: number; visible: boolean };

/**
 * What has the focus, and whether an eye can find it: the element (or what is drawn for it) stands within the window
 * and wears an outline.
 */
export const focused = (page: Page): Promise<Stop | null> =>
  page.evaluate(async () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const stands = ({ top, bottom, left, right }: DOMRect) =>
      bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    // The page may still be gliding to what has the focus, or, on a busy machine, be about to.
    const end = performance.now() + 3_000;
    for (let box: DOMRect | undefined; performance.now() < end; ) {
      const before = box;
      box = element.getBoundingClientRect();
      if (before?.top === box.top && stands(box)) break;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
    const outlined = (one: Element | null) => {
      if (!one) return false;
      return [null, "::after"].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
      });
    };
    const box = element.getBoundingClientRect();
    // A field without a ring of its own has it drawn by what it lies in, or by the places beside it.
    const around = element.parentElement;
    const drawn = [
      element,
      element.nextElementSibling,
      around,
      ...(around?.querySelectorAll("[aria-hidden] *") ?? []),
    ];
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    return {
      name: (element.getAttribute("aria-label") ?? label ?? element.textContent ?? "").trim(),
      kind: element.tagName.toLowerCase(),
      top: Math.round(box.top + scrollY),
      left: Math.round(box.left + scrollX),
      visible: stands(box) && drawn.some(outlined),
    };
  });

/** Presses Tab (or Shift+Tab) until the focus is where it should be, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 100; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const stop = await focused(page);
      expect(stop?.visible, `the focus on ${stop?.name} can be seen`).toBe(true);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`100 presses of ${key} did not reach ${target}.`);
}

/** Every stop of Tab from the top of the page to its end. */
export async function stops(page: Page): Promise<Stop[]> {
  const found: Stop[] = [];
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop) return found;
    found.push(stop);
  }
  throw new Error("200 presses of Tab did not reach the end of the page.");
}

/** Asserts that the focus can be seen at every stop, and never goes back up the page. */
export function expectOrder(found: Stop[]): void {
  expect(found.filter(({ visible }) => !visible)).toEqual([]);
  const tops = found.map(({ top }) => top);
  const back = found.filter(({ top }, n) => n > 0 && top < tops[n - 1]! - 8);
  expect(back, "stops above the one before").toEqual([]);
}

/** What a walk by Tab through a page missed. */
export type Missed = {
  /** Where the focus was, and no eye could find it. */
  unseen: string[];
  /** What can be pressed or typed into, and was never reached. */
  unreached: string[];
};

const TABBABLE =
  'a[href], button:enabled, input:enabled:not([type="hidden"]), select:enabled, textarea:enabled, summary, [tabindex]:not([tabindex="-1"]), [contenteditable="true"]';

/** Walks by Tab once through everything that a page, or the dialog open on it, offers to the hand. */
export async function walk(page: Page): Promise<Missed> {
  await page.evaluate(() => {
    // A dialog keeps the focus; a page is walked from its top, wherever somebody was before.
    if (!document.querySelector('[role="dialog"]')) {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    }
    (window as Walked).walked = new Set<Element>();
  });
  const unseen: string[] = [];
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press("Tab");
    const step = await page.evaluate(() => {
      const { walked } = window as Walked;
      const element = document.activeElement!;
      if (element === document.body) return "over";
      // A date and a frame hold the focus for as many stops as they have within.
      if (walked.has(element)) return element === [...walked].at(-1) ? "within" : "over";
      walked.add(element);
      return "new";
    });
    if (step === "over") break;
    if (step === "within") continue;
    const stop = await focused(page);
    if (stop && !stop.visible && stop.kind !== "iframe") unseen.push(`${stop.kind} ${stop.name}`);
  }
  const unreached = await page.evaluate((tabbable) => {
    const { walked } = window as Walked;
    const dialog = [...document.querySelectorAll('[role="dialog"]')].at(-1);
    return (
      [...(dialog ?? document).querySelectorAll<HTMLElement>(tabbable)]
        .filter(
          (one) =>
            one.checkVisibility({ visibilityProperty: true }) &&
            !one.closest("[inert], [aria-hidden='true']"),
        )
        .filter((one) => one.tabIndex >= 0)
        // A group hands the focus on to the one of its parts that has it.
        .filter((one) => ![...walked].some((other) => one.contains(other)))
        // Of radio buttons Tab reaches the chosen one; arrows do the rest.
        .filter((one) => {
          const { type, name } = one as HTMLInputElement;
          const isWalked = (other: Element) => walked.has(other);
          return type !== "radio" || ![...document.getElementsByName(name)].some(isWalked);
        })
        .map((one) =>
          `${one.tagName.toLowerCase()} ${one.getAttribute("aria-label") ?? one.textContent ?? ""}`.trim(),
        )
    );
  }, TABBABLE);
  return { unseen, unreached };
}

type Walked = Window & typeof globalThis & { walked: Set<Element> };
