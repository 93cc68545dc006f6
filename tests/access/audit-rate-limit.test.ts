import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../lib/contract/audit-log.ts';
import { databaseFile } from '../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const SECRET = 'planted-secret-of-the-proxy';
const LONG = 'x'.repeat(100_000);

let directory: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'refusals-'));
  mkdirSync(join(directory, 'data'));
  // Lines of an earlier version, two of them expired.
  JobStore.open(join(directory, 'data')).close();
  const database = new DatabaseSync(databaseFile(join(directory, 'data')));
  database.exec(`
    INSERT INTO record (at, ended_at, cluster, action, outcome) VALUES
      ('2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', 'one', 'an old change', 'done'),
      (strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-10 days'), '2020-01-01T00:00:00.000Z', 'one', 'an old refusal', 'refused'),
      (strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-10 days'), '2020-01-01T00:00:00.000Z', 'one', 'a late change', 'done');
  `);
  database.close();
  dashboard = await startDashboard({
    directory,
    env: { PROXY_SECRET: SECRET },
    configuration: `
trustedProxies: [127.0.0.1]
auditLog: { keepRefused: 7d, warnAt: 1kB, warnFree: 900000TB }
signIn: { kind: proxy, from: [127.0.0.1], proof: { header: x-proxy-secret, secret: { env: PROXY_SECRET } } }
roles: { viewer: [staff], operator: [on-call], admin: [search-admins] }
clusters:
  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }
`,
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

const person = (name: string, group: string, address = '192.0.2.1') =>
  new HttpClient(dashboard.url, {
    'x-proxy-secret': SECRET,
    'x-forwarded-user': name,
    'x-forwarded-groups': group,
    'x-forwarded-for': address,
  });
const anonymous = (address: string) => new HttpClient(dashboard.url, { 'x-forwarded-for': address });

const cancel = (visitor: HttpClient) => {
  const { id, path: page } = builtActions().find(({ name }) => name === 'cancelJob')!;
  return visitor.callAction(page, id, { cluster: 'one', job: '999', more: LONG });
};
const lines = async (text = ''): Promise<AuditEntry[]> =>
  (await person('ann', 'search-admins').send(`/api/one/audit-log?text=${text}`)).text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditEntry);
/** The size of the database's pages, without the journal. */
function databaseBytes(): number {
  const database = new DatabaseSync(databaseFile(dashboard.dataDirectory), { readOnly: true });
  const [pages, bytes] = ['page_count', 'page_size'].map((name) =>
    Number(database.prepare(`PRAGMA ${name}`).get()![name]),
  );
  database.close();
  return pages! * bytes!;
}

async function flood(requests: number, visitorOf: (at: number) => HttpClient): Promise<Set<string | undefined>> {
  const codes = new Set<string | undefined>();
  for (let at = 0; at < requests; at += 20)
    for (const { value } of await Promise.all(Array.from({ length: 20 }, (_, more) => cancel(visitorOf(at + more)))))
      codes.add(value?.failure?.code);
  return codes;
}

test.each([
  ['a-viewer', 'staff', 'forbidden'],
  ['an-operator', 'on-call', 'not_found'],
])('refusals of %s are recorded up to a limit, then counted, from any address', async (name, group, code) => {
  const before = databaseBytes();
  // A new address for every five: no address exceeds its own limit.
  expect(await flood(200, (at) => person(name, group, `198.51.100.${Math.floor(at / 5)}`))).toEqual(new Set([code]));
  expect(databaseBytes() - before).toBeLessThan(400_000);
  const theirs = (await lines(name)).filter(({ actor }) => actor === name);
  const recorded = theirs.filter(({ action }) => action === 'cancel job');
  expect(recorded.length).toBeGreaterThanOrEqual(50);
  expect(recorded.length).toBeLessThan(60);
  expect(theirs.filter(({ action }) => action === 'refusals left out')).toMatchObject([
    { outcome: 'refused', note: `${200 - recorded.length} refusals were not recorded one by one.` },
  ]);
  for (const { failure, input } of recorded) {
    expect(failure?.code).toBe(code);
    expect(JSON.stringify(input).length).toBeLessThan(2048);
  }
  expect((await lines('attempted')).filter(({ outcome }) => outcome === 'attempted')).toEqual([]);
});

test('anonymous requests from a thousand addresses do not fill the database', async () => {
  const before = databaseBytes();
  expect(await flood(1000, (at) => anonymous(`203.0.${at >> 8}.${at & 255}`))).toEqual(new Set(['unauthorised']));
  expect(databaseBytes() - before).toBeLessThan(1_000_000);
  expect((await lines()).filter(({ action }) => action === 'refusals left out')[0]).toMatchObject({
    actor: null,
    address: null,
    note: expect.stringMatching(/^\d{3} refusals were not recorded one by one/),
  });
});

test('expired lines are deleted, and one line says so', async () => {
  expect((await lines('old')).map(({ action, actor }) => [action, actor])).toEqual([
    ['delete old lines', 'Restore Desk'],
  ]);
  expect(await lines('late')).toMatchObject([{ action: 'a late change' }]);
  expect((await lines('delete'))[0]?.note).toMatch(/^2 lines were deleted by the configuration/);
});

test('the overview and the audit log warn of a large database and of a disk that is almost full', async () => {
  const titles = ['The disk of the data directory is almost full', 'The jobs’ database is large'];
  const warned = { map: (text: string) => (JSON.parse(text) as { warnings?: { title: string }[] }).warnings };
  const page = (await person('ann', 'search-admins').send('/api/one/audit-log/lines')).text;
  expect(warned.map(page)?.map(({ title }) => title)).toEqual(titles);
  const overview = JSON.parse((await person('vic', 'staff').send('/api/one/overview')).text) as {
    auditLogWarnings: { title: string }[];
  };
  expect(overview.auditLogWarnings.map(({ title }) => title)).toEqual(titles);
});
