import type { Browser, CDPSession, Page } from 'playwright-core';

/** A slow mobile network: 1.6 Mbit/s with a round trip of 150 ms, as Chromium's “Slow 4G”. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };

export interface LoadOptions {
  width: number;
  height: number;
  theme: 'dark' | 'light';
  slow?: boolean;
}

export interface WatchedLoad {
  readonly page: Page;
  /** Console errors and warnings, page errors, failed requests, violations of the content security policy. */
  readonly problems: readonly string[];
  /** Bytes of scripts on the wire, of prefetched ones too. */
  scriptBytes(): number;
  /** The sum of all layout shifts so far, and what moved. */
  layoutShift(): Promise<{ score: number; moved: string[] }>;
  close(): Promise<void>;
}

interface Seen {
  violations: string[];
  shifts: { score: number; moved: string[] }[];
}

/** A first visit: loads the address with an empty cache, until the network is quiet. */
export async function firstLoad(browser: Browser, url: string, options: LoadOptions): Promise<WatchedLoad> {
  const { width, height, theme, slow = false } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems = watchProblems(page);
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  const scriptBytes = await countScriptBytes(session);
  if (slow) await session.send('Network.emulateNetworkConditions', SLOW);
  await page.goto(url);
  await quiet(page);
  return {
    page,
    problems,
    scriptBytes,
    layoutShift: () => readShifts(page),
    async close() {
      problems.push(...(await seenBy(page)).violations.map((each) => `content security policy: ${each}`));
      await context.close();
    },
  };
}

/** Half a second without a request. A page that polls is quiet in between. */
async function quiet(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(`page error: ${message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`status ${String(response.status())}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that is left, or a poll that a newer one replaces.
    if (reason !== 'net::ERR_ABORTED') problems.push(`failed request: ${reason} ${request.url()}`);
  });
  return problems;
}

async function countScriptBytes(session: CDPSession): Promise<() => number> {
  const urls = new Map<string, string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (/\.js(?:\?|$)/.test(urls.get(requestId) ?? '')) bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => bytes;
}

/** Runs in the page before its scripts. */
function observe(): void {
  const seen: Seen = { violations: [], shifts: [] };
  Object.assign(globalThis, { seenByTest: seen });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
    seen.violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
  });
  interface LayoutShift extends PerformanceEntry {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null }[];
  }
  const nameOf = (node: Node | null) =>
    node instanceof Element
      ? `${node.tagName.toLowerCase()} “${(node.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 50)}”`
      : `“${(node?.textContent ?? '').slice(0, 50)}”`;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[])
      if (!entry.hadRecentInput)
        seen.shifts.push({ score: entry.value, moved: entry.sources.map(({ node }) => nameOf(node)) });
  }).observe({ type: 'layout-shift', buffered: true });
}

const seenBy = (page: Page): Promise<Seen> =>
  page.evaluate(() => (globalThis as unknown as { seenByTest: Seen }).seenByTest);

async function readShifts(page: Page): Promise<{ score: number; moved: string[] }> {
  const { shifts } = await seenBy(page);
  return {
    score: shifts.reduce((sum, { score }) => sum + score, 0),
    moved: shifts
      .filter(({ score }) => score > 0.005)
      .flatMap(({ score, moved }) => moved.map((each) => `${each} (${score.toFixed(3)})`)),
  };
}
