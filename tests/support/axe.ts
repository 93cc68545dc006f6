import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Every rule that axe finds violated on the current page, best practices and targets of 24 px included. `within`: a selector; what is
 * elsewhere is not checked, such as targets that an open menu covers in part.
 */
export async function axeViolations(page: Page, { within = 'html' }: { within?: string } = {}): Promise<string[]> {
  // By the debugger: the page's content security policy would refuse a script.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  // During an animation colours are between their first and last value. Waiting for its end can take forever:
  // those of a menu that just closed did not always end.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().iterations !== Infinity) animation.finish();
  });
  const results = await page.evaluate(
    (checked) =>
      (globalThis as unknown as { axe: { run(within: string, options: unknown): Promise<AxeResults> } }).axe.run(
        checked,
        {
          rules: { 'target-size': { enabled: true } },
          resultTypes: ['violations'],
        },
      ),
    within,
  );
  return results.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(' ')} ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ''}`).join('\n')}`,
  );
}
