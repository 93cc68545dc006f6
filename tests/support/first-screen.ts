import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const HEIGHT = 757;

/** Expects the button within the first screen of a laptop, at 1,280 and 1,440 px, without scrolling. */
export async function expectOnFirstScreen(button: Locator): Promise<void> {
  const page = button.page();
  for (const width of [1280, 1440]) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.evaluate(() => scrollTo(0, 0));
    const box = (await button.boundingBox())!;
    expect(box.y + box.height, `the button's end at ${width} px`).toBeLessThanOrEqual(HEIGHT);
  }
}
