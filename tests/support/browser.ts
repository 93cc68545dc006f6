import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findChromium } from '../../scripts/servers/chromium.ts';

export type { Page } from 'playwright-core';

interface OpenOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  /** A signed-in state of another page: `await page.context().storageState()`. */
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>;
  /** Extra headers on every request, as a proxy in front would send them. */
  headers?: Record<string, string>;
}

export interface TestBrowser {
  /** A page in a context of its own, closed after the test. */
  open(url: string, options?: OpenOptions): Promise<Page>;
  /** For a test that provokes errors: console errors that match are expected until it ends. */
  tolerate(problem: RegExp): void;
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
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * One real Chromium for the tests of a file; call it at the file's top. Any console.error, uncaught error or hydration
 * warning on any page fails the test that opened it, and a picture of each page of a failed test is kept in test-results/.
 */
export function useBrowser(): TestBrowser {
  let browser: Browser | null = null;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];
  let tolerated: RegExp[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await takePictures(contexts, task.name);
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const left = problems.splice(0).filter((problem) => !tolerated.some((pattern) => pattern.test(problem)));
    tolerated = [];
    expect(left, 'what the browser complained about').toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });

  return {
    problems,
    tolerate(problem) {
      tolerated.push(problem);
    },
    async open(url, { width = 1440, height = 900, theme = 'light', storageState, headers } = {}) {
      if (!browser) throw new Error('Call useBrowser() at the top of the file, outside of any test.');
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        acceptDownloads: true,
        // Certificates of the tests' own authorities; who signs is looked at where it matters, by Node.
        ignoreHTTPSErrors: true,
        ...(storageState ? { storageState } : {}),
        ...(headers ? { extraHTTPHeaders: headers } : {}),
      });
      contexts.push(context);
      context.setDefaultTimeout(15_000);
      context.on('page', (page) => {
        watch(page, problems);
      });
      const page = waitsUntilAlive(await context.newPage());
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
 * A button of a page whose scripts have not come yet does nothing, and a test is faster than any person: `goto` and `reload`
 * wait for the scripts as well, unless told what else to wait for.
 */
function waitsUntilAlive(page: Page): Page {
  const alive = () => page.waitForFunction(isAlive, undefined, { timeout: 30_000 });
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (url, options) => {
    const response = await goto(url, options);
    if (!options?.waitUntil) await alive();
    return response;
  };
  page.reload = async (options) => {
    const response = await reload(options);
    if (!options?.waitUntil) await alive();
    return response;
  };
  return page;
}

/** Runs in the page: whether React has taken over everything one can press, choose or type into. */
function isAlive(): boolean {
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

/** Fails with every rule axe finds broken on the page as it stands, best practices and targets of 24 px included. */
export async function expectAccessible(page: Page): Promise<void> {
  // Through the debugger and not as a script of the page, whose content security policy would refuse it.
  await page.evaluate(axeSource);
  // What still moves or fades in has colours in between.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
      rules: { 'target-size': { enabled: true } },
    }),
  );
  const violations = results.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(' ')} ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ''}`).join('\n')}`,
  );
  if (violations.length > 0) throw new Error(`axe at ${page.url()}:\n${violations.join('\n')}`);
}
