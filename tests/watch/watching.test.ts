import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Incident, IncidentKind } from '../../lib/contract/incident.ts';
import { closeIncident, openIncidents } from '../../lib/jobs/store/incident-changes.ts';
import { listIncidents } from '../support/list-incidents.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { startCommand } from '../support/command-line.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const PROGRAM = fileURLToPath(new URL('watch-process.ts', import.meta.url));
/** Incidents of aliases are confirmed after a minute, and end after another one. */
const patience = { timeout: 150_000, interval: 250 };
const testTimeoutMs = 300_000;

let url: string;
let data: string;
let environment: Record<string, string>;
let store: JobStore;
const children: ChildProcess[] = [];

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  data = mkdtempSync(join(tmpdir(), 'watching-'));
  mkdirSync(join(data, 'backups'));
  const watch = `watch: { losses: { documents: 10, for: 3s }, aliases: { dip*: { for: 20s }, planned*: { moves: expected } } }`;
  writeFileSync(
    join(data, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups, ${watch} }\n` +
      `  absent: { url: "http://127.0.0.1:9", backups: backups }\n`,
  );
  environment = { RESTORE_DESK_CONFIG: join(data, 'restore-desk.yaml'), RESTORE_DESK_DATA: data };
  store = JobStore.open(data);
  for (const alias of ['losing', 'dipping', 'missing', 'moved', 'planned', 'closed', 'switched', 'down', 'repeated'])
    await seed(`${alias}-1`, 100, alias);
  await seed('moved-2', 100);
  await seed('planned-2', 100);
  await seed('switched-2', 10);
}, 300_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  store.close();
  rmSync(data, { recursive: true, force: true });
  await emptyCluster(url);
});

const documents = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n), source: { n } }));
const seed = (index: string, count: number, alias?: string) =>
  seedIndex(url, index, { documents: documents(count), ...(alias ? { aliases: { [alias]: {} } } : {}) });
const aliases = (...actions: object[]) => call(url, 'POST', '/_aliases', { actions });
const move = (alias: string, from: string, to: string) =>
  aliases({ remove: { index: from, alias } }, { add: { index: to, alias } });
/** By a job of this Restore Desk. */
async function switchTo(index: string, alias: string): Promise<void> {
  const { code, stderr } = await startCommand(['switch', url, index, '--alias', alias], { environment }).ended;
  expect({ code, stderr }).toMatchObject({ code: 0 });
}
const bulk = (index: string, lines: readonly object[]) =>
  call(url, 'POST', `/${index}/_bulk?refresh=true`, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
/** Deletes all but the first documents of 100. */
const keepFirst = (index: string, kept: number) =>
  bulk(
    index,
    documents(100)
      .slice(kept)
      .map(({ id }) => ({ delete: { _id: id } })),
  );
const putBack = (index: string) =>
  bulk(
    index,
    documents(100).flatMap(({ id, source }) => [{ index: { _id: id } }, source]),
  );

async function watch(...clusters: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...clusters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await looks(child, 2);
  return child;
}

/** Resolves when the process has looked so many more times. */
async function looks(child: ChildProcess, times: number): Promise<void> {
  let left = times;
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line === 'looked') left -= 1;
    if (left === 0) break;
  }
}

async function kill(...killed: ChildProcess[]): Promise<void> {
  for (const child of killed) child.kill('SIGKILL');
  await Promise.all(killed.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
}

const incidents = (cluster = 'production') => listIncidents(store, { cluster, open: null, limit: 100 });
const of = (kind: IncidentKind, subject: string, cluster?: string): Incident[] =>
  incidents(cluster).filter((each) => each.facts.kind === kind && each.subject === subject);
const noticed = (kind: IncidentKind, subject: string) => vi.waitUntil(() => of(kind, subject)[0], patience);

let first: ChildProcess;
let second: ChildProcess;

test(
  'two processes notice once what others do to aliases and indices, and only what lasts',
  async () => {
    [first, second] = await Promise.all([watch('production', 'absent'), watch('production')]);
    const before = Date.now();
    await keepFirst('losing-1', 7);
    await keepFirst('dipping-1', 7);
    await keepFirst('repeated-1', 50);
    await aliases({ remove: { index: 'missing-1', alias: 'missing' } });
    await move('moved', 'moved-1', 'moved-2');
    await move('planned', 'planned-1', 'planned-2');
    await call(url, 'POST', '/closed-1/_close');
    await call(url, 'PUT', '/red-1?wait_for_active_shards=0', {
      settings: { number_of_replicas: 0, 'index.routing.allocation.require._name': 'none' },
      aliases: { red: {} },
    });
    await switchTo('switched-2', 'switched');
    await vi.waitUntil(() => openIncidents(store, 'production').some(({ subject }) => subject === 'dipping'), patience);
    await putBack('dipping-1');

    const loss = await noticed('documents-lost', 'losing');
    expect(loss).toMatchObject({ severity: 'critical', facts: { before: 100, now: 7, moved: false }, ended: null });
    expect(Date.parse(loss.began.at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(loss.began.after!)).toBeLessThan(Date.parse(loss.began.at));
    expect(Date.parse(loss.noticedAt)).toBeGreaterThanOrEqual(Date.parse(loss.began.at));

    expect(await noticed('alias-missing', 'missing')).toMatchObject({
      severity: 'critical',
      facts: { indices: ['missing-1'], documents: 100, nameIsIndex: false },
    });
    expect(await noticed('alias-moved', 'moved')).toMatchObject({
      severity: 'warning',
      facts: { from: ['moved-1'], to: ['moved-2'] },
    });
    expect(await noticed('alias-unsearchable', 'closed')).toMatchObject({ facts: { closed: 1, red: 0, of: 1 } });
    expect(await noticed('alias-unsearchable', 'red')).toMatchObject({ facts: { closed: 0, red: 1 } });
    expect(await noticed('cluster-red', '')).toMatchObject({
      severity: 'critical',
      facts: { red: 1, indices: ['red-1'] },
    });
    for (const { facts, subject } of incidents()) expect(of(facts.kind, subject), subject).toHaveLength(1);
    const subjects = incidents().map(({ subject }) => subject);
    for (const alias of ['dipping', 'planned', 'switched', 'down']) expect(subjects).not.toContain(alias);
  },
  testTimeoutMs,
);

test(
  'a cluster that does not answer is noticed, by the first attempt',
  async () => {
    const silent = await vi.waitUntil(() => of('cluster-silent', '', 'absent')[0], patience);
    expect(silent).toMatchObject({ severity: 'critical', began: { after: null }, ended: null });
    expect(incidents('absent')).toHaveLength(1);
  },
  testTimeoutMs,
);

test(
  'a process that starts again keeps the incidents that are open, and opens none twice',
  async () => {
    const before = incidents();
    await kill(first, second);
    [first, second] = await Promise.all([watch('production'), watch('production')]);
    await Promise.all([looks(first, 3), looks(second, 3)]);
    expect(incidents().map(({ began, ended, id }) => ({ id, began, ended }))).toEqual(
      before.map(({ began, ended, id }) => ({ id, began, ended })),
    );
  },
  testTimeoutMs,
);

test(
  'what a person closed stays closed while it lasts, also after a restart, and a further loss is another one',
  async () => {
    const { id } = await noticed('documents-lost', 'repeated');
    closeIncident(store, { cluster: 'production', id, by: 'ann', now: Date.now(), note: null });
    await kill(second);
    second = await watch('production');
    await Promise.all([looks(first, 3), looks(second, 3)]);
    expect(of('documents-lost', 'repeated')).toHaveLength(1);
    await keepFirst('repeated-1', 20);
    await vi.waitUntil(() => of('documents-lost', 'repeated').length === 2, patience);
    expect(of('documents-lost', 'repeated')[0]).toMatchObject({ facts: { before: 50, now: 20 }, ended: null });
  },
  testTimeoutMs,
);

test(
  'incidents end when what was wrong is over, once for all processes',
  async () => {
    await seed('losing-2', 100);
    // A restore into a new index, and a switch.
    await switchTo('losing-2', 'losing');
    await aliases({ add: { index: 'missing-1', alias: 'missing' } });
    await move('moved', 'moved-2', 'moved-1');
    await call(url, 'POST', '/closed-1/_open');
    await call(url, 'DELETE', '/red-1');
    await vi.waitUntil(() => {
      const open = incidents().filter(({ ended }) => ended === null);
      return open.every(({ subject }) => ['repeated', 'red'].includes(subject)) && open;
    }, patience);
    const loss = of('documents-lost', 'losing')[0]!;
    expect(loss).toMatchObject({ endedBy: 'itself' });
    expect(Date.parse(loss.ended!.after!)).toBeLessThanOrEqual(Date.parse(loss.ended!.at));
    for (const alias of ['losing', 'missing', 'moved', 'closed', 'planned']) {
      const ofAlias = incidents().filter(({ subject }) => subject === alias);
      expect(ofAlias.length, alias).toBe(alias === 'planned' ? 0 : 1);
    }
  },
  testTimeoutMs,
);

test(
  'what happened while no process watched has the times between which it happened',
  async () => {
    await Promise.all([looks(first, 1), looks(second, 1)]);
    await kill(first, second);
    const stopped = Date.now();
    await keepFirst('down-1', 5);
    await move('moved', 'moved-1', 'moved-2');
    await call(url, 'POST', '/closed-1/_close');
    const started = Date.now();
    first = await watch('production');
    const loss = await noticed('documents-lost', 'down');
    expect(loss.facts).toMatchObject({ before: 100, now: 5 });
    const moved = await vi.waitUntil(() => of('alias-moved', 'moved').find(({ ended }) => ended === null), patience);
    const closed = await vi.waitUntil(() => of('alias-unsearchable', 'closed').find((each) => !each.ended), patience);
    for (const { began, subject } of [loss, moved, closed]) {
      expect(Date.parse(began.at), subject).toBeGreaterThanOrEqual(started);
      expect(Date.parse(began.after!), subject).toBeLessThanOrEqual(stopped);
    }
  },
  testTimeoutMs,
);
