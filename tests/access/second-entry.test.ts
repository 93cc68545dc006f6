import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import type { ApprovalsPage } from '../../lib/contract/reviews.ts';
import type { SwitchReview } from '../../lib/kinds/switch/review.ts';
import { builtActions } from '../support/built-routes.ts';
import { runCommand } from '../support/command-line.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { HttpClient } from '../support/http-client.ts';

const PASSWORD = 'a password of the second entry';
const INDICES = ['government-2018-01-08t03-00-00z-aaaa', 'government-2018-01-09t03-00-00z-bbbb'] as const;
const REASON = 'Searches are down and nobody else answers.';

let server: string;
let directory: string;
let dashboard: TestDashboard;
/** Between Restore Desk and the server, only for the protected entry. */
let proxy: FaultyProxy;
let admin: HttpClient;
let operator: HttpClient;
let outsider: HttpClient;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  for (const index of INDICES) await seedIndex(server, index, { documents: [{ id: '1', source: { of: index } }] });
  directory = await mkdtemp(join(tmpdir(), 'second-entry-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ben', 'operator'],
    ['cid', 'operator'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  proxy = await startFaultyProxy(server);
  const roles = 'roles: { viewer: ["user:ann", "user:ben"], operator: ["user:ben"], admin: ["user:ann"] }';
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\nclusters:\n' +
      `  second: { name: search-second, url: "${server}", backups: second }\n` +
      `  guarded: { name: search-guarded, url: "${proxy.url}", backups: first, sensitive: true, protected: { approval: true }, ${roles} }\n`,
  });
  [admin, operator, outsider] = await Promise.all([signedIn('ann'), signedIn('ben'), signedIn('cid')]);
});
afterAll(async () => {
  await dashboard?.stop();
  await proxy?.close();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() =>
  call(server, 'POST', '/_aliases', {
    actions: [
      { remove: { index: 'government-*', alias: 'government', must_exist: false } },
      { add: { index: INDICES[0], alias: 'government' } },
    ],
  }),
);

const live = async () => (await aliasesOf(server))['government'];
const action = (name: string) => builtActions().find((each) => each.name === name)!;

async function signedIn(name: string): Promise<HttpClient> {
  const visitor = new HttpClient(dashboard.url);
  await visitor.callAction('/sign-in', action('signIn').id, { name, password: PASSWORD, to: '/' });
  return visitor;
}

const act = async (visitor: HttpClient, name: string, input: Record<string, unknown>) =>
  (await visitor.callAction(action(name).path, action(name).id, { cluster: 'second', ...input })).value!;

const readReview = async () =>
  JSON.parse(
    (await admin.send(`/api/second/indices/switch-plan?index=${INDICES[1]}&alias=government`)).text,
  ) as SwitchReview;

async function move(more: Record<string, unknown>) {
  const { plan } = await readReview();
  const { fingerprint } = plan;
  return act(admin, 'switchAlias', {
    index: INDICES[1],
    alias: 'government',
    fingerprint,
    once: `once-${Math.random()}`,
    ...more,
  });
}

const hasMoved = () => expect.poll(live, { timeout: 30_000 }).toEqual([INDICES[1]]);

describe('a second entry of the configuration for a protected cluster', () => {
  test('requires the alias’s name and an approval to move an alias, and names the entry whose rules apply', async () => {
    expect((await readReview()).guard).toMatchObject({ typeToConfirm: 'government', approval: { state: 'needed' } });
    expect((await move({})).failure?.message).toContain('type the alias');
    expect((await move({ typed: 'government' })).failure?.message).toContain('a second person must approve');
    expect(await live()).toEqual([INDICES[0]]);
    expect((await admin.send('/second')).text).toMatch(/the cluster of (?:<!-- -->)?search-guarded/);
    // A user without a role there does not see its name.
    const { text } = await outsider.send('/second');
    expect(text).toMatch(/the cluster of (?:<!-- -->)?another entry of the configuration/);
    expect(text).not.toContain('search-guarded');
  });

  test('accepts an approval under either entry, only from a user who may approve on the protected one', async () => {
    const { plan } = await readReview();
    const asked = await act(admin, 'askForApproval', { fingerprint: plan.fingerprint });
    const { id } = asked.value as { id: string };
    for (const key of ['second', 'guarded'])
      expect(JSON.parse((await operator.send(`/api/${key}/approvals`)).text) as ApprovalsPage).toMatchObject({
        approvals: [{ id, cluster: key }],
      });
    expect((await act(outsider, 'approvePlan', { approval: id })).failure).toMatchObject({ code: 'forbidden' });
    expect((await act(admin, 'approvePlan', { approval: id })).failure?.message).toContain('yourself');
    expect((await act(operator, 'approvePlan', { cluster: 'guarded', approval: id })).ok).toBe(true);
    expect((await move({ typed: 'government' })).ok).toBe(true);
    await hasMoved();
  });

  test('shows its break-glass uses under the protected entry, too', async () => {
    expect((await move({ typed: 'government', breakGlass: REASON })).ok).toBe(true);
    await hasMoved();
    for (const key of ['second', 'guarded'])
      expect(JSON.parse((await operator.send(`/api/${key}/overview`)).text)).toMatchObject({
        brokenGlass: [{ by: 'ann', reason: REASON }],
      });
  });

  test('shows documents only to users who may read them under the sensitive entry, from any backup directory', async () => {
    const documents = '/api/second/backups/government/no-such.zip/documents';
    const answers = await Promise.all([admin, operator, outsider].map((who) => who.send(documents)));
    expect(answers.map(({ status }) => status)).toEqual([404, 403, 403]);
    expect(answers[1]!.text).toContain('search-guarded is the same cluster, and its documents are marked sensitive.');
    expect(answers[2]!.text).toContain('Another entry of the configuration is the same cluster');
  });

  test('causes a warning in the log', () => {
    expect(dashboard.output()).toContain('clusters.guarded and clusters.second are the same cluster');
    for (const rule of ['protected', 'sensitive'])
      expect(dashboard.output()).toContain(`\`${rule}\` says of guarded holds under both`);
  });

  test('is still protected after a restart while the protected entry’s address does not respond', async () => {
    await proxy.refuse();
    await dashboard.restart();
    expect((await move({ typed: 'government' })).failure?.message).toContain('a second person must approve');
    expect(await live()).toEqual([INDICES[0]]);
    await proxy.accept();
  });

  test('is protected on the command line, by its key and by any address, also before the first job', async () => {
    for (const [at, target] of ['second', server, server.replace('127.0.0.1', 'localhost')].entries()) {
      const words = ['switch', target, INDICES[1], '--alias', 'government'];
      for (const [more, sentence] of [
        [[], 'is protected'],
        [['--confirm', 'government'], 'a second person must approve'],
      ] as const) {
        const { code, stderr } = await runCommand([...words, ...more], {
          cwd: directory,
          environment: { RESTORE_DESK_DATA: join(directory, `fresh-${at}`) },
        });
        expect({ target, code, stderr }).toEqual({ target, code: 4, stderr: expect.stringContaining(sentence) });
      }
    }
    expect(await live()).toEqual([INDICES[0]]);
  });
});
