import type { Page } from 'playwright-core';

/** What runs in the page: each function lists what it finds wrong now, as sentences that name the element. */
interface PageChecks {
  sidewaysScroll(): string[];
  brokenWords(): string[];
  smallTargets(): string[];
}

/** Once for each document. By the debugger, so that the content security policy has no say. */
export async function installChecks(page: Page): Promise<void> {
  await page.evaluate(defineChecks);
}

export const runCheck = (page: Page, check: keyof PageChecks): Promise<string[]> =>
  page.evaluate((name) => (globalThis as unknown as { pageChecks: PageChecks }).pageChecks[name](), check);

/** Runs in the page, so it can use nothing outside of itself. */
function defineChecks(): void {
  const TARGET = 44;
  /** Half pixels, and a row's border, which belongs to no row. */
  const ROUNDING = 2;
  const clean = (text: string) => text.replace(/\s+/g, ' ').trim();

  /** `button "Delete" in main > section.card`, for a person who looks for it. */
  function describe(element: Element): string {
    const name = clean(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 60);
    const parents: string[] = [];
    for (let parent = element.parentElement; parent && parents.length < 3; parent = parent.parentElement) {
      const label = parent.getAttribute('aria-label');
      parents.unshift(`${parent.tagName.toLowerCase()}${label ? `[${label}]` : ''}`);
    }
    const classes = (element.getAttribute('class') ?? '').split(/\s+/).slice(0, 4).join('.');
    return `${parents.join(' > ')} > ${element.tagName.toLowerCase()}${classes ? `.${classes}` : ''} “${name}”`;
  }

  const isVisible = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });

  function sidewaysScroll(): string[] {
    const { scrollWidth, clientWidth } = document.scrollingElement!;
    if (scrollWidth <= clientWidth) return [];
    const tooWide = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        isVisible(element) &&
        element.getBoundingClientRect().right > clientWidth + 1 &&
        !isClipped(element) &&
        // The innermost ones say more than what contains them.
        ![...element.children].some((child) => child.getBoundingClientRect().right > clientWidth + 1),
    );
    return [`scrolls sideways by ${scrollWidth - clientWidth} px: ${tooWide.slice(0, 3).map(describe).join('; ')}`];
  }

  /** Inside of something that scrolls or cuts by itself. */
  function isClipped(element: Element): boolean {
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement)
      if (getComputedStyle(parent).overflowX !== 'visible') return true;
    return false;
  }

  /**
   * Words of our own sentences that a line break cuts in two. A word is a run without white space that has letters only,
   * punctuation around it and hyphens or apostrophes between its parts aside; each part must be on one line. Names of
   * indices, files and nodes have digits, dots, underscores or slashes, are in code, or are the link of a row: they may be
   * broken.
   */
  function brokenWords(): string[] {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      const parent = node.parentElement!;
      if (parent.closest('code, pre, kbd, samp, textarea, script, style, noscript, svg, [data-row-link]')) continue;
      if (!/\p{L}{2}/u.test(node.data) || !isVisible(parent) || linesOf(node, 0, node.data.length) < 2) continue;
      for (const { 0: run, index } of node.data.matchAll(/\S+/g)) {
        if (!/^[^\p{L}\d]*\p{L}+(?:[-’'‑/]\p{L}+)*[^\p{L}\d]*$/u.test(run)) continue;
        for (const part of run.matchAll(/\p{L}+/gu)) {
          const start = index + part.index;
          if (linesOf(node, start, start + part[0].length) > 1)
            found.push(`breaks “${part[0]}” in ${describe(parent)}`);
        }
      }
    }
    return found;
  }

  function linesOf(node: Node, start: number, end: number): number {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top));
    return new Set(tops).size;
  }

  /** What a finger must hit and is smaller than 44 px, its label and what it covers by ::after included. */
  function smallTargets(): string[] {
    const selector =
      'a[href], button, summary, input:not([type="hidden"]), select, textarea, [role="button"], [tabindex="0"]';
    return [...document.querySelectorAll(selector)]
      .filter((element) => isVisible(element) && !isInSentence(element) && !isScreenReaderOnly(element))
      .filter((element) => !element.matches('[tabindex="0"]') || element.matches('[role="button"]'))
      .flatMap((element) => {
        const { width, height } = sizeOf(element);
        return width >= TARGET - ROUNDING && height >= TARGET - ROUNDING
          ? []
          : [`target of ${Math.round(width)} × ${Math.round(height)} px: ${describe(element)}`];
      });
  }

  /** A link among words, which is as high as its line. */
  function isInSentence(element: Element): boolean {
    if (!element.matches('a, button') || !getComputedStyle(element).display.startsWith('inline')) return false;
    let block = element.parentElement!;
    while (getComputedStyle(block).display.startsWith('inline') && block.parentElement) block = block.parentElement;
    if (!/^(block|list-item|table-cell|flow-root)$/.test(getComputedStyle(block).display)) return false;
    const links = [...block.querySelectorAll('a, button')].map((link) => link.textContent ?? '').join('');
    const letters = (text: string) => text.replace(/[^\p{L}]/gu, '').length;
    return letters(block.textContent ?? '') - letters(links) >= 3;
  }

  /** Itself or in a part that is: the header of a table that a phone displays as lines. */
  function isScreenReaderOnly(element: Element): boolean {
    for (let part: Element | null = element; part; part = part.parentElement) {
      const { width, height } = part.getBoundingClientRect();
      if ((width <= 1 || height <= 1) && getComputedStyle(part).overflow === 'hidden') return true;
    }
    return false;
  }

  /** Its box; the label's around or beside it, if that is larger; or the area where a finger hits it. */
  function sizeOf(element: Element): { width: number; height: number } {
    const boxes = [element, ...((element as HTMLInputElement).labels ?? [])].map((each) =>
      each.getBoundingClientRect(),
    );
    const box = boxes.reduce((best, each) => (each.width * each.height > best.width * best.height ? each : best));
    if (box.width >= TARGET && box.height >= TARGET) return box;
    element.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    return {
      width: Math.max(box.width, reach(element, x, y, 1, 0) + reach(element, x, y, -1, 0)),
      height: Math.max(box.height, reach(element, x, y, 0, 1) + reach(element, x, y, 0, -1)),
    };
  }

  /** How far from its middle a finger still hits it, at most half of a target. */
  function reach(element: Element, x: number, y: number, dx: number, dy: number): number {
    const half = TARGET / 2;
    for (let distance = half; distance > 0; distance -= 1) {
      const hit = document.elementFromPoint(x + dx * (distance - 0.5), y + dy * (distance - 0.5));
      const isHit = hit && (element.contains(hit) || hit.closest('label')?.control === element);
      if (isHit) return distance;
    }
    return 0;
  }

  Object.assign(globalThis, { pageChecks: { sidewaysScroll, brokenWords, smallTargets } satisfies PageChecks });
}
