import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { useBrowser } from '../support/browser.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const PASSWORD = 'a password for the browser';
const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'many-sign-ins-'));
  await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\ntrustedProxies: [127.0.0.1]\nclusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('during many wrong passwords the sign-in page says when to retry, and then accepts the right one', async () => {
  browser.allowProblem(/503 \(Service Unavailable\)|Failed to load resource/);
  const { id } = builtActions().find(({ name }) => name === 'signIn')!;
  const page = await browser.open(`${dashboard.url}/sign-in`);
  await page.getByLabel('Password').fill(PASSWORD);
  let guessing = true;
  // Each from a different network without earlier attempts.
  const guess = async (network: number) => {
    for (let at = 0; guessing; at++)
      await new HttpClient(dashboard.url, { 'x-forwarded-for': `10.${network}.${at >> 8}.${at & 255}` }).callAction(
        '/sign-in',
        id,
        {
          name: `guess-${network}-${at}`,
          password: 'wrong password!!',
          to: '/',
        },
      );
  };
  const guessers = Array.from({ length: 30 }, (_, network) => guess(network));
  const says = page.getByText(/Too many sign-ins at this moment: try again in \d s/);
  let tries = 0;
  await expect
    .poll(
      async () => {
        // This attempt may get a turn now and then, so it must have a wrong password.
        await page.getByLabel('Name').fill(`nobody-${++tries}`);
        await page.keyboard.press('Enter');
        return says.isVisible();
      },
      { timeout: 30_000, interval: 2_000 },
    )
    .toBe(true);
  guessing = false;
  await Promise.all(guessers);
  await page.getByLabel('Name').fill('ann');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/one/);
});
