import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  ms: number;
}

function ask(
  dashboard: TestDashboard,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(new URL(dashboard.url), { path, method, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, ms: performance.now() - startedAt }),
      );
    });
    asked.once('error', reject);
    asked.end();
  });
}

const READY = { status: 'ready', parts: { configuration: { ok: true }, database: { ok: true } } };
const readyOf = async (dashboard: TestDashboard) => {
  const { status, text, ms } = await ask(dashboard, '/readyz');
  expect(ms).toBeLessThan(1_500);
  return { ...(JSON.parse(text) as { parts: { database: { ok: boolean; why?: string } } }), status };
};

let directory: string;
let dashboard: TestDashboard;
const data = () => join(directory, 'data');
const database = () => join(data(), 'restore-desk.sqlite');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'probes-'));
  mkdirSync(data());
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n',
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('a probe', () => {
  test('is answered without a sign-in, for any name, without a cookie, though no cluster answers', async () => {
    const senders: Record<string, string>[] = [
      {},
      { host: '10.0.3.7:3000' },
      { host: 'evil.example', origin: 'https://evil.example' },
    ];
    for (const headers of senders) {
      const alive = await ask(dashboard, '/healthz', { headers });
      expect({ status: alive.status, body: JSON.parse(alive.text) }).toEqual({
        status: 200,
        body: { status: 'alive' },
      });
      const ready = await ask(dashboard, '/readyz?verbose', { headers });
      expect({ status: ready.status, body: JSON.parse(ready.text) }).toEqual({ status: 200, body: READY });
      for (const answer of [alive, ready]) {
        expect(answer.headers).toMatchObject({
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    }
  });

  test('is answered to HEAD without a body, and refused to other methods', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect(await ask(dashboard, path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
      expect(await ask(dashboard, path, { method: 'POST' })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
    }
  });

  test('is not logged, and opens nothing else without a sign-in', async () => {
    await ask(dashboard, '/healthz?a-mark-of-the-test');
    expect(dashboard.output()).not.toContain('a-mark-of-the-test');
    for (const path of ['/healthz/', '/healthz/one', '/readyz/..%2fone', '/%68ealthz'])
      expect({ path, ok: (await ask(dashboard, path)).status === 200 }).toEqual({ path, ok: false });
  });
});

/** A check is shared for a second. */
const expectReady = (expected: object) =>
  expect.poll(() => readyOf(dashboard), { timeout: 8_000 }).toMatchObject(expected);

describe('the dashboard is not ready, and alive,', () => {
  test('while its data directory is away, and ready once it is back', async () => {
    const away = `${data()}-away`;
    renameSync(data(), away);
    await expectReady({
      status: 503,
      parts: { configuration: { ok: true }, database: { ok: false, why: expect.stringContaining('was moved away') } },
    });
    expect((await ask(dashboard, '/healthz')).status).toBe(200);
    renameSync(away, data());
    await expectReady({ status: 200 });
  });

  test('while its database is replaced by another file', async () => {
    renameSync(database(), `${database()}-away`);
    new DatabaseSync(database()).close();
    await expectReady({ status: 503, parts: { database: { ok: false } } });
    rmSync(database());
    renameSync(`${database()}-away`, database());
    await expectReady({ status: 200 });
  });

  test('while another process has locked its database, which it says within a second', async () => {
    const other = new DatabaseSync(database(), { timeout: 5_000 });
    other.exec('BEGIN IMMEDIATE');
    await expectReady({
      status: 503,
      parts: { database: { ok: false, why: expect.stringContaining('locked by another process') } },
    });
    other.exec('ROLLBACK');
    other.close();
    await expectReady({ status: 200 });
  });

  test('says no path and no address', async () => {
    renameSync(data(), `${data()}-away`);
    await expectReady({ status: 503 });
    const { text } = await ask(dashboard, '/readyz');
    renameSync(`${data()}-away`, data());
    expect(text).not.toContain(directory);
    expect(text).not.toContain('127.0.0.1');
    await expectReady({ status: 200 });
  });
});
