import type { Browser, Page } from 'playwright-core';
import { axeViolations } from './axe.ts';
import { builtPages } from './built-routes.ts';
import { installChecks, runCheck } from './page-checks.ts';
import { firstLoad, type WatchedLoad } from './watched-load.ts';

const WIDTHS = [1920, 1440, 1024, 768, 390, 320];
const PHONE = 390;
/** Colours depend on the theme, positions on the width: a theme at each of these is enough. */
const AXE_THEMES: Partial<Record<number, 'dark' | 'light'>> = { 1440: 'dark', [PHONE]: 'light' };
const MAX_SCRIPT_BYTES = 200_000;
const MAX_LAYOUT_SHIFT = 0.05;
/** Pages are checked two at a time: one waits while the other works. */
const AT_ONCE = 2;

export interface WalkOptions {
  /** The first pages. */
  starts: readonly string[];
  /** false: the first pages only. */
  follow?: boolean;
  /** What the browser may report, for a cluster that does not answer. */
  expected?: RegExp;
}

export interface Walk {
  /** One line for each defect: page, width, theme, what, and the element. */
  findings: string[];
  /** The addresses that were checked, by route. */
  checked: Map<string, string[]>;
  /** Every address of a link that was seen. */
  links: Set<string>;
}

/**
 * Checks the first pages, follows the links of the product, breadth first, and checks a page of every route that it reaches: pages of
 * one route differ in their data only.
 */
export async function walk(browser: Browser, options: WalkOptions): Promise<Walk> {
  const { starts, follow = true, expected = /^$/ } = options;
  const routeOf = routeFinder(builtPages());
  const result: Walk = { findings: [], checked: new Map(), links: new Set() };
  const queue: string[] = [];
  const add = (url: string, mostOfRoute: number) => {
    if (result.links.has(url)) return;
    result.links.add(url);
    const { pathname } = new URL(url);
    const route = routeOf(pathname);
    if (route === null) return;
    const checked = result.checked.get(route) ?? [];
    if (checked.length >= mostOfRoute || checked.some((other) => new URL(other).pathname === pathname)) return;
    result.checked.set(route, [...checked, url]);
    queue.push(url);
  };
  starts.forEach((url) => add(url, Infinity));
  let open = 0;
  const worker = async (): Promise<void> => {
    while (queue.length > 0 || open > 0) {
      const url = queue.shift();
      if (url === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      open++;
      const { findings, links } = await checkPage(browser, url).catch((error: unknown) => ({
        findings: [`${url} · could not be checked: ${String(error)}`],
        links: [],
      }));
      open--;
      result.findings.push(...findings.filter((finding) => !expected.test(finding)));
      if (follow) links.forEach((link) => add(link, 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return result;
}

/** Of the routes with the fewest parameters first; what matches any path is last. */
const rank = (route: string): number => (route.includes('[...') ? 100 : 0) + route.split('[').length;

/** The most specific route of a path; null: of no page. */
function routeFinder(routes: readonly string[]): (pathname: string) => string | null {
  const patterns = [...routes]
    .sort((a, b) => rank(a) - rank(b))
    .map((route) => ({
      route,
      pattern: new RegExp(`^${route.replace(/\[\.\.\.[^\]]+\]/g, '.+').replace(/\[[^\]]+\]/g, '[^/]+')}$`),
    }));
  return (pathname) => patterns.find(({ pattern }) => pattern.test(pathname.replace(/(.)\/$/, '$1')))?.route ?? null;
}

async function checkPage(browser: Browser, url: string): Promise<{ findings: string[]; links: string[] }> {
  const found = new Findings(new URL(url));
  const wide = await firstLoad(browser, url, { width: 1440, height: 900, theme: 'dark' });
  const links = new Set(await linksOf(wide.page));
  await checkFirstLoad(wide, found.at(1440, 'dark'));
  await installChecks(wide.page);
  for (const width of WIDTHS) await checkWidth(wide.page, width, found);
  for (const link of await checkOpened(wide.page, found)) links.add(link);
  await finish(wide, found.at(1440, 'dark'));

  const slow = await firstLoad(browser, url, { width: PHONE, height: 844, theme: 'light', slow: true });
  await checkFirstLoad(slow, found.at(PHONE, 'light, slow network'));
  await finish(slow, found.at(PHONE, 'light, slow network'));
  return { findings: found.lines(), links: [...links] };
}

type Report = (what: string) => void;

/** Lines of one page; the same defect at several widths is one line. */
class Findings {
  readonly #url: URL;
  readonly #places = new Map<string, string[]>();
  constructor(url: URL) {
    this.#url = url;
  }
  at(width: number, theme: string): Report {
    return (what) => this.#places.set(what, [...(this.#places.get(what) ?? []), `${String(width)} ${theme}`]);
  }
  lines(): string[] {
    const page = decodeURIComponent(`${this.#url.pathname}${this.#url.search}`);
    return [...this.#places].map(([what, places]) => `${page} · ${[...new Set(places)].join(', ')} · ${what}`);
  }
}

async function checkFirstLoad(load: WatchedLoad, report: Report): Promise<void> {
  const bytes = load.scriptBytes();
  if (bytes > MAX_SCRIPT_BYTES) report(`loads ${String(bytes)} bytes of JavaScript`);
  const { score, moved } = await load.layoutShift();
  if (score >= MAX_LAYOUT_SHIFT) report(`layout shift of ${score.toFixed(3)}: ${moved.join('; ')}`);
}

async function finish(load: WatchedLoad, report: Report): Promise<void> {
  await load.close();
  load.problems.forEach(report);
}

async function checkWidth(page: Page, width: number, found: Findings): Promise<void> {
  await page.setViewportSize({ width, height: width < 900 ? 844 : 900 });
  const theme = AXE_THEMES[width];
  const report = found.at(width, theme ?? 'dark');
  await page.emulateMedia({ colorScheme: theme ?? 'dark' });
  await nextFrame(page);
  await checkLayout(page, report);
  if (theme !== undefined) (await axeViolations(page)).forEach(report);
  if (width === PHONE) (await runCheck(page, 'smallTargets')).forEach(found.at(width, 'light'));
}

async function checkLayout(page: Page, report: Report): Promise<void> {
  for (const check of ['sidewaysScroll', 'brokenWords'] as const) (await runCheck(page, check)).forEach(report);
}

/** With everything unfolded, and then with a menu open. Resolves to the links in menus. */
async function checkOpened(page: Page, found: Findings): Promise<Set<string>> {
  const links = new Set<string>();
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const width of [PHONE, 1440]) {
    const report = found.at(width, 'dark, unfolded');
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
    await nextFrame(page);
    await checkLayout(page, report);
    if (width === PHONE) (await runCheck(page, 'smallTargets')).forEach(report);
    for (const link of await checkMenus(page, found.at(width, 'dark, menu open'))) links.add(link);
  }
  (await axeViolations(page)).forEach(found.at(1440, 'dark, unfolded'));
  return links;
}

/** The first menu or popover of each look. Resolves to the links while they are open. */
async function checkMenus(page: Page, report: Report): Promise<string[]> {
  const links: string[] = [];
  const openers = page.locator('main').locator('button[popovertarget]:visible');
  const looks = await openers.evaluateAll((buttons) => buttons.map((button) => button.className));
  for (const look of new Set(looks)) {
    await openers.nth(looks.indexOf(look)).click();
    await nextFrame(page);
    await checkLayout(page, report);
    (await axeViolations(page, { within: ':popover-open' })).forEach(report);
    links.push(...(await linksOf(page)));
    await page.keyboard.press('Escape');
  }
  return links;
}

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Addresses of the links of this site that open a page: not those that save a file. */
const linksOf = (page: Page): Promise<string[]> =>
  page.$$eval('a[href]:not([download])', (links) =>
    (links as HTMLAnchorElement[])
      .filter(({ origin, pathname }) => origin === location.origin && !pathname.includes('/api/'))
      .map(({ href }) => href.replace(/#.*$/, '')),
  );
