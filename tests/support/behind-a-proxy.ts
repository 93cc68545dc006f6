import { mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { backUpAlias } from './back-up-alias.ts';
import { useBrowser, type Page } from './browser.ts';
import { builtActions } from './built-routes.ts';
import { startDashboard, type TestDashboard } from './dashboard.ts';
import { aliasesOf, call, emptyCluster, freePort, seedIndex, sharedServer } from './elasticsearch.ts';
import { startReverseProxy, type ReverseProxy } from './reverse-proxy.ts';
import { trustingFetch } from './trusting-fetch.ts';
import { HttpClient } from './http-client.ts';

const PASSWORD = 'a password behind the proxy';
const INDICES = ['government-2018-01-08t03-00-00z-aaaa', 'government-2018-01-09t03-00-00z-bbbb'] as const;

/**
 * Tests for the root and for a sub-path: everything that a reverse proxy or a sub-path could break, by HTTP and in a
 * real browser.
 */
export function describeBehindProxy(basePath: string): void {
  describe(`behind a reverse proxy that ends TLS, at ${basePath || '/'}`, () => {
    const browser = useBrowser();
    let server: string;
    let directory: string;
    let proxy: ReverseProxy;
    let dashboard: TestDashboard;
    let backup: string;
    /** The address that people use. */
    let publicUrl: string;

    beforeAll(async () => {
      server = await sharedServer();
      await emptyCluster(server);
      for (const index of INDICES) await seedIndex(server, index, { documents: [{ id: '1', source: { index } }] });
      await call(server, 'POST', '/_aliases', { actions: [{ add: { index: INDICES[0], alias: 'government' } }] });
      directory = await mkdtemp(join(tmpdir(), 'behind-a-proxy-'));
      mkdirSync(join(directory, 'data'));
      await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
      const port = await freePort();
      proxy = await startReverseProxy(() => `http://127.0.0.1:${String(port)}`);
      publicUrl = `${proxy.origin}${basePath}`;
      dashboard = await startDashboard({
        directory,
        port,
        basePath,
        configuration: `publicUrl: ${publicUrl}/\ntrustedProxies: [127.0.0.1]\nsignIn: { kind: local }\nclusters:\n  one: { name: search-one, url: "${server}", backups: backups }\n`,
      });
      backup = await backUpAlias(server, dashboard.backupDirectory, 'government');
    });
    afterAll(async () => {
      await dashboard?.stop();
      await proxy?.close();
      await rm(directory, { recursive: true, force: true });
      await emptyCluster(server);
    });

    const actionId = (name: string) => builtActions().find((each) => each.name === name)!.id;
    const createClient = (headers: Record<string, string> = {}) =>
      new HttpClient(proxy.origin, headers, trustingFetch(proxy.authority));
    const signIn = async (who: HttpClient) =>
      (
        await who.callAction(`${basePath}/sign-in`, actionId('signIn'), {
          name: 'ann',
          password: PASSWORD,
          to: '/one/jobs',
        })
      ).value;
    const createSignedInClient = async (headers: Record<string, string> = {}) => {
      const who = createClient(headers);
      expect(await signIn(who)).toEqual({ ok: true, to: '/one/jobs' });
      return who;
    };

    test('a request without a session is redirected to the sign-in at the public address', async () => {
      const { status, headers, text } = await createClient().send(`${basePath}/one/jobs?kind=restore`);
      const location = headers.get('location') ?? text.match(/url=([^"]+)"/)?.[1] ?? '';
      expect(status).toBe(307);
      expect(new URL(location, publicUrl).href).toBe(
        `${publicUrl}/sign-in?to=${encodeURIComponent('/one/jobs?kind=restore')}`,
      );
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
      expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
    });

    test('the session’s cookie is limited to https, this host and this path, also by its name’s prefix', async () => {
      const response = await trustingFetch(proxy.authority)(`${publicUrl}/sign-in`, {
        method: 'POST',
        headers: {
          'next-action': actionId('signIn'),
          'content-type': 'text/plain;charset=UTF-8',
          origin: proxy.origin,
        },
        body: JSON.stringify([{ name: 'ann', password: PASSWORD, to: '/' }]),
      });
      const cookie = response.headers.getSetCookie().find((each) => each.includes('session'))!;
      expect(cookie).toMatch(basePath === '' ? /^__Host-restore-desk-session=/ : /^__Secure-restore-desk-session=/);
      const terms = cookie
        .split('; ')
        .slice(1)
        .map((term) => term.toLowerCase());
      expect(terms).toEqual(expect.arrayContaining(['secure', 'httponly', 'samesite=lax', `path=${basePath || '/'}`]));
      expect(terms.some((term) => term.startsWith('domain='))).toBe(false);
    });

    test('a session is valid for pages, routes and actions until the sign-out', async () => {
      const who = await createSignedInClient();
      expect((await who.send(`${basePath}/one`)).status).toBe(200);
      expect((await who.send(`${basePath}/api/one/overview`)).status).toBe(200);
      const act = await who.callAction(`${basePath}/one/backups`, actionId('verifyBackups'), {
        cluster: 'one',
        backups: [backup],
      });
      expect(act.value).toMatchObject({ ok: true, value: { job: expect.any(String) } });
      const savedCookies = new Map(who.cookies);
      expect((await who.callAction(`${basePath}/one`, actionId('signOut'), undefined)).value).toEqual({ ok: true });
      expect(who.cookies.size).toBe(0);
      for (const [name, value] of savedCookies) who.cookies.set(name, value);
      expect((await who.send(`${basePath}/api/one/overview`)).status).toBe(401);
    });

    test('a change from any other origin is refused, also from the inner address and from plain http', async () => {
      const who = await createSignedInClient();
      for (const origin of [
        'https://evil.example',
        proxy.origin.replace('https:', 'http:'),
        dashboard.url,
        'null',
        'https://127.0.0.1',
        `https://localhost:${new URL(proxy.origin).port}`,
      ]) {
        const { status } = await who.callAction(
          `${basePath}/one/backups`,
          actionId('verifyBackups'),
          { cluster: 'one', backups: [backup] },
          { origin, 'x-forwarded-host': 'evil.example' },
        );
        expect({ origin, status }).toEqual({ origin, status: 403 });
      }
    });

    test('a proxy that sends the inner address as the host works, too', async () => {
      proxy.passHost = false;
      try {
        const who = await createSignedInClient();
        expect(
          (
            await who.callAction(`${basePath}/one/backups`, actionId('verifyBackups'), {
              cluster: 'one',
              backups: [backup],
            })
          ).value?.ok,
        ).toBe(true);
        const { headers, text } = await createClient().send(`${basePath}/one`);
        expect(new URL(headers.get('location') ?? text.match(/url=([^"]+)"/)?.[1] ?? '', publicUrl).origin).toBe(
          proxy.origin,
        );
      } finally {
        proxy.passHost = true;
      }
    });

    test('the client’s address is the one that the proxy saw, not one that the client claims', async () => {
      const who = await createSignedInClient({
        'x-forwarded-for': '203.0.113.77',
        'x-restore-desk-peer': '203.0.113.78',
      });
      const lines = (await who.send(`${basePath}/api/one/audit-log`)).text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { action: string; address: string });
      // The proxy's client is 127.0.0.1, a trusted proxy itself: the client's address is the one that it forwarded.
      expect(lines[0]).toMatchObject({ action: 'sign in', address: '203.0.113.77' });
      expect(new Set(lines.map(({ address }) => address))).not.toContain('203.0.113.78');
    });

    test('a download has every byte of the file', async () => {
      const who = await createSignedInClient();
      const [group, name] = backup.split('/') as [string, string];
      const response = await trustingFetch(proxy.authority)(`${publicUrl}/api/one/backups/${group}/${name}/download`, {
        headers: { cookie: [...who.cookies].map((pair) => pair.join('=')).join('; ') },
      });
      expect(response.status).toBe(200);
      expect(
        Buffer.from(await response.arrayBuffer()).equals(readFileSync(join(dashboard.backupDirectory, backup))),
      ).toBe(true);
    });

    /**
     * Records every address that the browser requests and its status, so that a test sees errors and requests outside
     * of the sub-path.
     */
    function recordResponses(page: Page): { url: string; status: number }[] {
      const responses: { url: string; status: number }[] = [];
      page.on('response', (response) => responses.push({ url: response.url(), status: response.status() }));
      return responses;
    }

    test('a browser signs in from a pasted link, polls, changes, downloads, sends a form and signs out', async () => {
      const page = await browser.open('about:blank', { headers: { 'accept-language': 'en' } });
      const responses = recordResponses(page);
      await page.goto(`${publicUrl}/one/indices/switch?index=${INDICES[1]}&alias=government`);
      await page.waitForURL(/\/sign-in/);
      await page.getByLabel('Name').fill('ann');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${publicUrl}/one/indices/switch?index=${INDICES[1]}&alias=government`);
      await page.getByRole('button', { name: 'Switch government' }).click();
      await page.waitForURL(new RegExp(`^${publicUrl}/one/jobs/\\d+$`));
      await expect.poll(() => aliasesOf(server)).toEqual({ government: [INDICES[1]] });
      await page.getByRole('button', { name: /^Undo/ }).click();
      await expect.poll(() => aliasesOf(server)).toEqual({ government: [INDICES[0]] });

      await page.getByRole('link', { name: 'Backups' }).first().click();
      await page.waitForURL(`${publicUrl}/one/backups`);
      await page
        .getByRole('link', { name: /government/ })
        .first()
        .waitFor();
      await page.goto(`${publicUrl}/one/backups/${backup}`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        (async () => {
          await page.getByRole('button', { name: 'Actions for this backup' }).click();
          await page.getByRole('link', { name: /^Download/ }).click();
        })(),
      ]);
      expect(readFileSync(await download.path()).equals(readFileSync(join(dashboard.backupDirectory, backup)))).toBe(
        true,
      );

      await page.goto(`${publicUrl}/one/audit-log`);
      await page.getByRole('main').getByRole('searchbox').fill('switch alias');
      await page.waitForURL(`${publicUrl}/one/audit-log?text=switch+alias`);
      await page.getByRole('listitem').filter({ hasText: 'Switch alias' }).first().waitFor();

      await page.goto(`${publicUrl}/one/backups/new`);
      await page.getByRole('checkbox', { name: /^government/ }).click();
      await page.waitForURL(`${publicUrl}/one/backups/new?aliases=government`);
      await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
      await page.waitForURL(new RegExp(`^${publicUrl}/one/jobs/\\d+$`));
      await page.getByText('1 backup, 1 document').first().waitFor();

      await page.goto(`${publicUrl}/one/backups/choose?alias=government`);
      const older = page.getByRole('radio').nth(1);
      await older.click();
      await page.waitForURL(
        ({ origin, pathname, searchParams }) =>
          `${origin}${pathname}` === `${publicUrl}/one/backups/choose` &&
          searchParams.get('alias') === 'government' &&
          searchParams.get('backup') === backup,
      );
      await page.reload();
      await expect.poll(() => older.isChecked()).toBe(true);

      await page.goto(`${publicUrl}/one/backups`);
      await page.getByLabel('State').selectOption('broken');
      await page.waitForURL(`${publicUrl}/one/backups?state=broken`);
      await page.reload();
      await page.getByText('No backup matches').waitFor();

      // A change on a filtered page is sent to that page's address.
      await page.goto(`${publicUrl}/one/jobs`);
      await page.getByRole('group', { name: 'Jobs' }).getByText('Switches').click();
      await page.waitForURL(`${publicUrl}/one/jobs?show=switches`);
      await page.reload();
      // A line for the columns, one for the day, and two jobs.
      await expect.poll(() => page.getByRole('table', { name: 'Jobs' }).getByRole('row').count()).toBe(4);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${publicUrl}/sign-in`);
      await page.goto(`${publicUrl}/one`);
      await page.waitForURL(/\/sign-in/);

      const requested = responses.filter(({ url }) => url !== 'about:blank');
      expect(requested.filter(({ url }) => !url.startsWith(publicUrl))).toEqual([]);
      expect(requested.filter(({ status }) => status >= 400 && status !== 401)).toEqual([]);
      expect(requested.some(({ url }) => url.includes('/_next/static/'))).toBe(true);
      expect(requested.some(({ url }) => url.includes('/api/one/'))).toBe(true);
    });

    test('a page that does not exist says so, with a link below the sub-path', async () => {
      browser.allowProblem(/404 \(Not Found\)/);
      const page = await browser.open(`${publicUrl}/nothing/here/at/all`);
      await page.getByLabel('Name').fill('ann');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
      expect(await page.getByRole('link', { name: 'Open the first page' }).getAttribute('href')).toBe(
        `${basePath}/`.replace(/(.)\/$/, '$1'),
      );
    });
  });
}
