import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const SERVER = fileURLToPath(new URL('../../server.mjs', import.meta.url));

let directory: string;
let dashboard: TestDashboard | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'unconfigured-dashboard-'));
});
afterEach(async () => {
  await dashboard?.stop();
  dashboard = undefined;
  rmSync(directory, { recursive: true, force: true });
});

test('without a configuration the dashboard says what to do, is alive and not ready, and keeps nothing', async () => {
  dashboard = await startDashboard({ directory });
  const visitor = new HttpClient(dashboard.url);
  const first = await visitor.send('/');
  expect(first.text).toContain('Restore Desk is not configured yet');
  expect(first.text).toContain(join(directory, 'restore-desk.yaml'));
  expect((await visitor.send('/healthz')).status).toBe(200);
  const ready = await visitor.send('/readyz');
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    503,
    { status: 'not ready', parts: { configuration: { ok: false, why: 'There is none.' } } },
  ]);
  expect((await visitor.send('/api/one/health')).status).toBe(503);
  const address = /open (http:\/\/\S+)/.exec(dashboard.output())![1]!;
  expect((await visitor.send(address)).text).toContain('<form');
  // The checks as they are built: a bundler has its own defects.
  const code = new URL(address).searchParams.get('code')!;
  const fields = { code, url: 'http://127.0.0.1:9', backups: 'nowhere/backups', environment: 'test' };
  const tried = await visitor.send('/', { method: 'POST', body: new URLSearchParams(fields).toString() });
  expect(tried.text).toContain('These settings don’t work yet');
  expect(tried.text).toContain(`does not exist yet; this user may make it in ${directory}.`);
  expect(readdirSync(directory).sort()).toEqual(['backups', 'console.log']);
  expect(await dashboard.terminate()).toBeLessThan(5_000);
});

test('it is configured after the next start', async () => {
  dashboard = await startDashboard({ directory });
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'clusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  expect((await new HttpClient(dashboard.url).send('/')).text).toContain('The file is there now.');
  await dashboard.restart();
  expect((await new HttpClient(dashboard.url).send('/readyz')).status).toBe(200);
});

test('a named file that does not exist is no configuration, and the page names it', async () => {
  const file = join(directory, 'etc.yaml');
  dashboard = await startDashboard({ directory, env: { RESTORE_DESK_CONFIG: file } });
  expect((await new HttpClient(dashboard.url).send('/')).text).toContain(`<code>${file}</code>`);
});

test('a wrong configuration still ends the process with a sentence', () => {
  writeFileSync(join(directory, 'restore-desk.yaml'), 'clusters: [');
  const { PATH } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [SERVER, '--port', '0'], {
    cwd: directory,
    env: { PATH, NODE_ENV: 'production' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining('Not readable as YAML')]);
});
