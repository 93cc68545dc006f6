import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { unconfiguredApplication } from '../../lib/unconfigured/application.ts';
import { sharedServer } from '../support/elasticsearch.ts';

let folder: string;
let server: Server;
let port: number;
let code: string;

/** Listens on 127.0.0.1 whatever `hostname` the application is told. */
async function start(hostname = '127.0.0.1', environment: Record<string, string> = {}): Promise<void> {
  const application = unconfiguredApplication({
    file: join(folder, 'restore-desk.yaml'),
    hostname,
    origin: 'http://here',
    basePath: '/desk',
    environment: { NODE_ENV: 'test', ...environment },
    workingDirectory: folder,
  });
  code = /\?code=(\S+)$/.exec(application.sentence)?.[1] ?? 'none';
  server = createServer((incoming, outgoing) => void application.guardRequest(incoming, outgoing));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unconfigured-'));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function ask(
  path: string,
  {
    body,
    headers = {},
    method = body === undefined ? 'GET' : 'POST',
  }: { body?: string; headers?: Record<string, string>; method?: string } = {},
) {
  return new Promise<{ status: number; text: string; policy: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode!, text, policy: String(answer.headers['content-security-policy']) }),
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}
const formOf = (fields: Record<string, string>) =>
  new URLSearchParams({
    code,
    url: '',
    username: '',
    secret: '',
    ca: '',
    backups: 'backups',
    environment: 'test',
    ...fields,
  }).toString();
const submit = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask('/desk/', { body: formOf(fields), headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } });

describe('without a configuration', () => {
  test('every page is the same one, and what programs ask for is 503', async () => {
    await start();
    for (const path of ['/desk/', '/desk/production/indices', '/', '/sign-in']) {
      const { policy, status, text } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain('Restore Desk is not configured yet');
      expect(policy).toContain(`default-src 'none'; style-src 'sha256-`);
    }
    for (const path of ['/desk/api/production/health', '/desk/metrics']) {
      const { status, text } = await ask(path);
      expect([path, status, JSON.parse(text)]).toMatchObject([path, 503, { failure: { code: 'refused' } }]);
    }
    expect(await ask('/desk/api/live')).toMatchObject({ status: 200, text: 'ok\n' });
    expect((await ask('/desk/_next/static/x.js')).status).toBe(404);
    expect((await ask('/desk/', { method: 'DELETE' })).status).toBe(405);
  });

  test('the form is shown with the printed code only', async () => {
    await start();
    expect((await ask('/desk/')).text).not.toContain('<form');
    expect((await ask('/desk/?code=guessed')).text).not.toContain('<form');
    expect((await ask(`/desk/?code=${code}`)).text).toContain('<form method="post" action="/desk/">');
  });

  test('settings are tried on a real cluster, and the file to copy is shown, while nothing is written', async () => {
    await start();
    const url = await sharedServer();
    const { status, text } = await submit({ url });
    expect(status).toBe(200);
    expect(text).toContain('These settings work');
    expect(text).toMatch(/Cluster: .*Elasticsearch 8\.19\.9/);
    expect(text).toContain(`${folder}/backups does not exist yet; this user may make it in ${folder}.`);
    const yaml = /<pre[^>]*>(# Restore Desk reads[^<]*)<\/pre>/.exec(text)![1]!;
    expect(Object.values((parse(yaml) as { clusters: Record<string, unknown> }).clusters)).toMatchObject([
      { url, backups: 'backups', environment: 'test' },
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a failure says what is wrong, and no secret is shown', async () => {
    await start('127.0.0.1', { PLANTED: 'planted-secret-of-the-page' });
    const down = await submit({
      url: 'http://127.0.0.1:9',
      username: 'ann',
      secret: 'PLANTED',
      backups: '/proc/version/backups',
    });
    expect(down.text).toContain('These settings don’t work yet');
    expect(down.text).toMatch(/Failed<\/strong> Cluster: No connection to http:\/\/127\.0\.0\.1:9/);
    expect(down.text).toContain('/proc/version/backups can’t be written: a part of its path is a file.');
    expect(down.text).toContain('password: { env: PLANTED }');
    expect(down.text).not.toContain('planted-secret-of-the-page');
    expect((await submit({ url: 'http://ann:planted@127.0.0.1:9' })).text).toContain(
      'The address has a user name or a password in it',
    );
    expect((await submit({ url: 'http://127.0.0.1:9', secret: 'NOT_SET' })).text).toContain(
      'The environment variable NOT_SET is not set.',
    );
    // What the configuration refuses is not shown as a file to copy.
    for (const [name, value] of [
      ['backups', '~/backups'],
      ['environment', ''],
      ['ca', 'ca.pem'],
    ] as const) {
      const { text } = await submit({ url: 'http://127.0.0.1:9', [name]: value });
      expect(text).toContain('These settings don’t work yet');
      expect(text).not.toContain('# Restore Desk reads');
    }
  });

  test('nothing is tried for anybody without the code, behind a proxy, by another name, or with a large body', async () => {
    await start();
    let reached = 0;
    const target = createServer((_, outgoing) => {
      reached++;
      outgoing.end('{}');
    });
    await new Promise<void>((resolve) => void target.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((target.address() as AddressInfo).port)}`;
    try {
      expect((await submit({ url, code: 'guessed' })).status).toBe(403);
      expect((await submit({ url }, { 'x-forwarded-for': '10.0.0.7' })).status).toBe(403);
      expect((await submit({ url }, { host: 'rebound.example.org' })).status).toBe(403);
      expect((await submit({ url, backups: 'x'.repeat(20_000) })).status).toBe(413);
      expect(reached).toBe(0);
      // The test can fail: with the code it is reached.
      await submit({ url });
      expect(reached).toBeGreaterThan(0);
    } finally {
      target.close();
    }
  });

  test('a dashboard that listens for others shows instructions only, without its folder', async () => {
    await start('0.0.0.0');
    expect(code).toBe('none');
    const { text } = await ask('/desk/');
    expect(text).toContain('restore-desk init');
    expect(text).not.toContain('<form');
    expect(text).not.toContain(folder);
    expect((await submit({ url: 'http://127.0.0.1:9' })).status).toBe(403);
  });

  test('says once the file is there that Restore Desk must be started again, or what is wrong with it', async () => {
    await start();
    const file = join(folder, 'restore-desk.yaml');
    expect((await ask('/desk/')).text).not.toContain('is there now');
    writeFileSync(file, 'clusters:\n  one: { url: http://127.0.0.1:9, backups: backups }\n');
    expect((await ask(`/desk/?code=${code}`)).text).toContain('Start Restore Desk again: it reads it when it starts.');
    writeFileSync(file, 'clusters: {}\n');
    expect((await ask(`/desk/?code=${code}`)).text).toContain(
      'can’t be used: clusters: At least one cluster is needed.',
    );
    expect((await ask('/desk/')).text).not.toContain('At least one cluster');
  });
});
