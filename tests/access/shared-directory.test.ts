import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planCompare } from '../../lib/kinds/compare/plan.ts';
import type { CompareWork } from '../../lib/kinds/compare/schema.ts';
import type { RestorePlan, RestoreWork } from '../../lib/kinds/restore/schema.ts';
import { aRun } from '../support/a-run.ts';
import { builtActions, builtRoutes } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { placeOf } from '../support/test-place.ts';
import { HttpClient } from '../support/http-client.ts';

const PASSWORD = 'a password of the shared directory';
const FIXTURE = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));
const NAME = 'government-2018-01-08t03-00-00z.zip';
/** Different paths to the directory of the sensitive cluster; `link` and `new` lead there only after the start. */
const PATHS = ['same', 'dotted', 'linked', 'outer', 'nested', 'behind', 'link', 'new'] as const;
const pathUnder: Record<(typeof PATHS)[number], string> = {
  same: `government/${NAME}`,
  dotted: `government/${NAME}`,
  linked: `government/${NAME}`,
  outer: `prod/${NAME}`,
  nested: `-/${NAME}`,
  behind: `-/${NAME}`,
  link: `government/${NAME}`,
  new: `government/${NAME}`,
};

let server: string;
let directory: string;
let dashboard: TestDashboard;
let ownBackup: string;
let visitors: Record<'ann' | 'ola' | 'sam' | 'eve', HttpClient>;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  directory = await mkdtemp(join(tmpdir(), 'shared-directory-'));
  const at = (...parts: string[]) => join(directory, ...parts);
  for (const folder of ['data', 'all/prod/government', 'apart/government', 'before'])
    mkdirSync(at(folder), { recursive: true });
  for (const file of ['all/prod/government', 'all/prod', 'apart/government']) await copyFile(FIXTURE, at(file, NAME));
  symlinkSync(at('all/prod'), at('linked'));
  await backUpOwn(at('all/prod'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ola', 'operator'],
    ['sam', 'operator'],
    ['eve', 'admin'],
  ] as const)
    await addLocalUser(at('data/users.json'), name, PASSWORD, { role });
  const dead = 'http://127.0.0.1:9';
  const one = (key: string, backups: string, more = '', url = dead) =>
    `  ${key}: { name: search-${key}, url: "${url}", backups: "${backups}"${more} }\n`;
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\nclusters:\n' +
      one('same', 'all/prod', '', server) +
      one('dotted', 'apart/../all/./prod/') +
      one('linked', 'linked') +
      one('outer', 'all') +
      one('nested', 'all/prod/government') +
      one('behind', 'linked/government') +
      one('link', 'before') +
      one('new', 'not-there-yet') +
      one('apart', 'apart') +
      one('production', 'all/prod', ', sensitive: true, roles: { operator: ["user:ola"], admin: ["user:ann"] }'),
  });
  visitors = {
    ann: await signedIn('ann'),
    ola: await signedIn('ola'),
    sam: await signedIn('sam'),
    eve: await signedIn('eve'),
  };
  rmSync(at('before'), { recursive: true });
  symlinkSync(at('all/prod'), at('before'));
  symlinkSync(at('all/prod'), at('not-there-yet'));
});
afterAll(async () => {
  await dashboard?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});

/** A backup that the cluster of `same` made itself, in the directory that it shares. */
async function backUpOwn(folder: string): Promise<void> {
  await seedIndex(server, 'orders-1', { documents: [{ id: '1', source: { of: 'staging' } }] });
  const cluster = connect({ url: server });
  const plan = await planBackup(placeOf(cluster), { indices: ['orders-1'], source: folderSource(folder) }, aRun());
  ownBackup = (await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun())).backups[0]!.backup.id;
  await cluster.close();
}

const action = (name: string) => builtActions().find((each) => each.name === name)!;

async function signedIn(name: string): Promise<HttpClient> {
  const visitor = new HttpClient(dashboard.url);
  await visitor.callAction('/sign-in', action('signIn').id, { name, password: PASSWORD, to: '/' });
  return visitor;
}

const act = async (visitor: HttpClient, name: string, input: Record<string, unknown>) =>
  (await visitor.callAction(action(name).path, action(name).id, input)).value!;

/** Selected by their permission, so that a later route is included. */
const documentRoutes = () => builtRoutes().filter(({ source }) => /needs: '(?:read-documents|download)'/.test(source));

describe('the directory of a sensitive cluster, configured for another cluster,', () => {
  test.each(PATHS)('shows no documents to an operator: %s', async (key) => {
    expect(documentRoutes().length).toBeGreaterThanOrEqual(4);
    for (const route of documentRoutes()) {
      const { status, text } = await visitors.ola.send(route.address.replace('/one/', `/${key}/`));
      expect({ route: route.route, status, text }).toMatchObject({
        route: route.route,
        status: 403,
        text: expect.stringContaining('search-production has backups in the same place, and its documents are'),
      });
    }
    for (const what of ['documents', 'download']) {
      const address = `/api/${key}/backups/${pathUnder[key]}/${what}`;
      expect({ address, status: (await visitors.ola.send(address)).status }).toEqual({ address, status: 403 });
      expect({ address, status: (await visitors.ann.send(address)).status }).toEqual({ address, status: 200 });
    }
  });

  test('does not reveal the sensitive cluster’s name to a user without a role there', async () => {
    const { status, text } = await visitors.sam.send(`/api/same/backups/${pathUnder.same}/documents`);
    expect(status).toBe(403);
    expect(text).toContain('Another cluster has backups in the same place');
    expect(text).not.toContain('production');
  });

  test('shows the reason on the page', async () => {
    const { text } = await visitors.ola.send(`/same/backups/${pathUnder.same}`);
    expect(text).toContain('search-production has backups in the same place');
  });

  test('refuses to delete backups for a user who may not delete on the sensitive cluster', async () => {
    const { failure } = await act(visitors.eve, 'deleteBackups', {
      cluster: 'same',
      backups: [{ id: `government/${NAME}`, stamp: '' }],
      last: [],
      typed: NAME,
      once: 'once-and-no-more',
    });
    expect(failure).toMatchObject({ code: 'forbidden' });
    expect(existsSync(join(directory, 'all/prod/government', NAME))).toBe(true);
  });

  test('causes a warning in the log, and a directory that is not shared does not', async () => {
    for (const key of ['same', 'outer', 'nested', 'linked'])
      await expect
        .poll(() => dashboard.output(), { timeout: 30_000 })
        .toContain(`shares its backup directory with clusters.${key}:`);
    expect(dashboard.output()).not.toContain('shares its backup directory with clusters.apart:');
  });
});

test('operators may read the documents in a directory that is not shared', async () => {
  for (const what of ['documents', 'download'])
    expect((await visitors.sam.send(`/api/apart/backups/government/${NAME}/${what}`)).status).toBe(200);
});

describe('a backup from the directory of a sensitive cluster', () => {
  const restoring = (backup: string) => ({
    cluster: 'same',
    backup,
    choices: {},
    fingerprint: 'of no plan',
    once: `once-${Math.random()}`,
  });

  test('is restored into another cluster only by a user who may read its documents', async () => {
    for (const who of [visitors.ola, visitors.sam, visitors.eve]) {
      expect((await act(who, 'startRestore', restoring(`government/${NAME}`))).failure).toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('This backup was not made from search-same.'),
      });
      const { text } = await who.send(`/api/same/backups/government/${NAME}/restore-plan`);
      expect(JSON.parse(text)).toMatchObject({ state: 'failed', failure: { code: 'forbidden' } });
    }
    // Allowed; then the fingerprint is checked.
    expect((await act(visitors.ann, 'startRestore', restoring(`government/${NAME}`))).failure?.code).toBe(
      'plan_changed',
    );
  });

  test('is not restored there by resuming or retrying another user’s job', async () => {
    const cluster = connect({ url: server });
    const backup = { source: folderSource(join(directory, 'all/prod')), id: `government/${NAME}` };
    const plan = await planRestore(placeOf(cluster), { backup }, aRun());
    await cluster.close();
    const job = createFailedRestore(plan, 'same');
    for (const name of ['resumeJob', 'retryRejected'])
      expect((await act(visitors.ola, name, { cluster: 'same', job })).failure).toMatchObject({ code: 'forbidden' });
    // Its rejected documents are sensitive, also on a cluster with a directory of its own.
    const elsewhere = createFailedRestore(plan, 'apart');
    for (const what of ['rejected', 'rejected/download']) {
      expect((await visitors.ola.send(`/api/apart/jobs/${elsewhere}/${what}`)).status).toBe(403);
      expect((await visitors.ann.send(`/api/apart/jobs/${elsewhere}/${what}`)).status).toBe(404);
    }
  });

  test('is not named by the differences of a comparison with another cluster’s index', async () => {
    const cluster = connect({ url: server });
    const backup = { source: folderSource(join(directory, 'all/prod')), id: `government/${NAME}` };
    const work = await planCompare(placeOf(cluster), { left: { backup }, right: { index: 'orders-1' } }, aRun());
    await cluster.close();
    const job = createFailed(work, 'apart');
    for (const what of [
      'differences?bucket=changed',
      'differences/document?bucket=changed&at=0&id=1',
      'differences/download',
    ]) {
      expect((await visitors.ola.send(`/api/apart/jobs/${job}/${what}`)).status).toBe(403);
      expect((await visitors.ann.send(`/api/apart/jobs/${job}/${what}`)).status).toBe(404);
    }
  });

  test('is restored by an operator into the cluster from which it was made', async () => {
    expect((await act(visitors.sam, 'startRestore', restoring(ownBackup))).failure?.code).toBe('plan_changed');
  });
});

const createFailedRestore = (plan: RestorePlan, key: string): string => createFailed({ kind: 'restore', plan }, key);

function createFailed(work: RestoreWork | CompareWork, key: string): string {
  const store = JobStore.open(dashboard.dataDirectory);
  try {
    const actor = { name: 'ann', role: 'admin' as const, address: null };
    const { job } = store.create({ cluster: key, actor, work }, thisProcess('command line'), 'running');
    store.end(job.id, {
      status: 'failed',
      failure: { code: 'unreachable', message: 'It went away.' },
      resumable: false,
    });
    return job.id;
  } finally {
    store.close();
  }
}
