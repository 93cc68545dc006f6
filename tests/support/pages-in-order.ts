import { chromium } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../../scripts/servers/chromium.ts';
import { walk } from './walk.ts';

/** Checks the pages at these addresses as tests/e2e/every-page.test.ts does, in a browser of its own, and follows no link. */
export async function expectPagesInOrder(addresses: readonly string[]): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const { checked, findings } = await walk(browser, { starts: addresses, follow: false });
    expect(findings).toEqual([]);
    expect([...checked.values()].flat()).toHaveLength(addresses.length);
  } finally {
    await browser.close();
  }
}
