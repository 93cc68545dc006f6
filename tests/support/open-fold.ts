import type { Page } from 'playwright-core';

/** Opens a folded part of a page by the id of its fold, unless it is open, and returns it. */
export async function openFold(page: Page, id: string) {
  const fold = page.locator(`details#${id}`);
  await fold.waitFor();
  if ((await fold.getAttribute('open')) === null) await fold.locator(':scope > summary').click();
  return fold;
}
