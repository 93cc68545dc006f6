import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findChromium } from '../../scripts/servers/chromium.ts';
import { axeViolations } from './axe.ts';

export type { Page } from 'playwright-core';

interface OpenOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  /** A signed-in state of another page: `await page.context().storageState()`. */
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>;
  /** Extra headers of every request, such as those of a reverse proxy. */
  headers?: Record<string, string>;
}

export interface TestBrowser {
  /** Opens a page in a context of its own, which is closed after the test. */
  open(url: string, options?: OpenOptions): Promise<Page>;
  /** For a test that provokes errors: console errors that match are expected until it ends. */
  allowProblem(problem: RegExp): void;
  /** Console errors, page errors and hydration warnings so far. */
  readonly problems: readonly string[];
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
const pictures = fileURLToPath(new URL('../../test-results/', import.meta.url));

/**
 * One real Chromium for the tests of a file; call it at the top of the file. A console.error, uncaught error or
 * hydration warning fails the test that opened the page. A picture of each page of a failed test is saved in
 * test-results/.
 */
export function useBrowser(): TestBrowser {
  let browser: Browser | null = null;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];
  let allowedProblems: RegExp[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await takePictures(contexts, task.name);
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const unexpected = problems
      .splice(0)
      .filter((problem) => !allowedProblems.some((pattern) => pattern.test(problem)));
    allowedProblems = [];
    expect(unexpected, 'what the browser complained about').toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });

  return {
    problems,
    allowProblem(problem) {
      allowedProblems.push(problem);
    },
    async open(url, { width = 1440, height = 900, theme = 'light', storageState, headers } = {}) {
      if (!browser) throw new Error('Call useBrowser() at the top of the file, outside of any test.');
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        acceptDownloads: true,
        // The tests' own authorities sign the certificates; tests about signatures use Node's client.
        ignoreHTTPSErrors: true,
        ...(storageState ? { storageState } : {}),
        ...(headers ? { extraHTTPHeaders: headers } : {}),
      });
      contexts.push(context);
      context.setDefaultTimeout(15_000);
      context.on('page', (page) => {
        watch(page, problems);
      });
      const page = waitForHydration(await context.newPage());
      await page.goto(url);
      return page;
    },
  };
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('console', (message) => {
    const text = message.text();
    if (
      message.type() === 'error' ||
      (message.type() === 'warning' && /hydrat|did not match|content security policy/i.test(text))
    ) {
      const { url } = message.location();
      problems.push(`console ${message.type()}: ${text}${url ? ` (${url})` : ''}`);
    }
  });
}

/**
 * A button does nothing until the page's scripts have loaded, and a test clicks faster than a person: `goto` and
 * `reload` also wait for the scripts, unless `waitUntil` is given.
 */
function waitForHydration(page: Page): Page {
  const waitForScripts = () => page.waitForFunction(isHydrated, undefined, { timeout: 30_000 });
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (url, options) => {
    const response = await goto(url, options);
    if (!options?.waitUntil) await waitForScripts();
    return response;
  };
  page.reload = async (options) => {
    const response = await reload(options);
    if (!options?.waitUntil) await waitForScripts();
    return response;
  };
  return page;
}

/** Runs in the page: whether React has hydrated every button, input and link. */
function isHydrated(): boolean {
  if (!document.querySelector('script[src*="/_next/"]')) return true;
  return [...document.querySelectorAll('button, input, select, textarea, a[href]')].every((element) =>
    Object.keys(element).some((key) => key.startsWith('__reactFiber')),
  );
}

async function takePictures(contexts: readonly BrowserContext[], name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const pages = contexts.flatMap((context) => context.pages());
  for (const [position, page] of pages.entries()) {
    const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100)}-${String(position + 1)}.png`;
    await page.screenshot({ path: join(pictures, file), fullPage: true, timeout: 5_000 }).catch(() => undefined);
  }
}

/** Fails with every rule that axe finds violated on the current page, best practices and targets of 24 px included. */
export async function expectAccessible(page: Page): Promise<void> {
  // After a link to another page its title comes a moment later than its content.
  await page.waitForFunction(() => document.title !== '', undefined, { timeout: 5_000 }).catch(() => undefined);
  const violations = await axeViolations(page);
  if (violations.length > 0) throw new Error(`axe at ${page.url()}:\n${violations.join('\n')}`);
}
