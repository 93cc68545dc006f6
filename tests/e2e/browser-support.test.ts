import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';

const pages: Record<string, string> = {
  '/good': '<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1><p>Readable.</p></main></html>',
  '/bad':
    '<!doctype html><html><title>Bad</title><main><h1>Bad</h1><img src="data:,"><script>console.error("planted"); setTimeout(() => { throw new Error("thrown") })</script></main></html>',
};
const server = createServer((request, response) => {
  const page = pages[request.url ?? ''];
  response
    .writeHead(page ? 200 : 404, {
      'content-type': 'text/html',
      'content-security-policy': request.url === '/good' ? "script-src 'none'" : '',
    })
    .end(page ?? '<link rel="icon" href="data:,">');
});
let url: string;
const browser = useBrowser();

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a correct page passes, also with axe under a policy that allows no script', async () => {
  browser.allowProblem(/favicon/);
  const page = await browser.open(`${url}/good`, { width: 390, theme: 'dark' });
  expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches && innerWidth === 390)).toBe(
    true,
  );
  await expectAccessible(page);
});

test('errors in the browser fail the test, and axe names violated rules', async () => {
  browser.allowProblem(/planted|thrown|favicon/);
  const page = await browser.open(`${url}/bad`);
  await expect
    .poll(() => browser.problems.filter((problem) => !problem.includes('favicon')))
    .toEqual([expect.stringContaining('planted'), expect.stringContaining('thrown')]);
  await expect(expectAccessible(page)).rejects.toThrow(/html-has-lang/);
});
