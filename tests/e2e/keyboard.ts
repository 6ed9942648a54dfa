import { expect, type Locator, type Page } from "@playwright/test";

/** Where the focus is after a press of Tab. */
export type Stop = { name: string; kind: string; top: number; left: number; visible: boolean };

/**
 * What has the focus, and whether an eye can find it: the element (or the label drawn for a hidden control) stands
 * within the window and wears an outline.
 */
export const focused = (page: Page): Promise<Stop | null> =>
  page.evaluate(async () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    // The page may still be gliding to what has the focus.
    for (let top = Number.NaN; top !== element.getBoundingClientRect().top; ) {
      top = element.getBoundingClientRect().top;
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
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    return {
      name: (element.getAttribute("aria-label") ?? label ?? element.textContent ?? "").trim(),
      kind: element.tagName.toLowerCase(),
      top: Math.round(box.top + scrollY),
      left: Math.round(box.left + scrollX),
      visible: inside && [element, element.nextElementSibling].some(outlined),
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
