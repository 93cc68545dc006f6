import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClusterHealth, NodeSummary } from '../../lib/contract/cluster.ts';
import type { ClusterIndices } from '../../lib/contract/indices.ts';
import { AppError } from '../../lib/errors.ts';
import { DEFAULT_LOSSES, type WatchSettings } from '../../lib/incidents/watch-settings.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { watchedUntil } from '../../lib/jobs/store/incident-changes.ts';
import type { WatchedHistory } from '../../lib/live/cluster-history.ts';
import { SharedRead } from '../../lib/live/shared-read.ts';
import { ClusterLooks } from '../../lib/watch/cluster-look.ts';
import { aHealth } from '../support/a-health.ts';
import { anIndex } from '../support/an-index.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

const settings: WatchSettings = { yellowForMs: 1, losses: DEFAULT_LOSSES, aliases: [] };
/** No alias was ever counted. */
const history = {
  countedAliases: [],
  aliasEvents: [],
  countsOf: () => [],
  lastCountOf: () => null,
} as unknown as WatchedHistory;

const forbidden = () => new AppError('forbidden', 'The user may not list indices.', { hint: '' });
const listing = (): ClusterIndices => ({ takenAt: new Date().toISOString(), indices: [], onDotIndices: [] });

let data: string;
let store: JobStore;
/** What the cluster answers; null: its error. */
let answers: { health: ClusterHealth | null; indices: ClusterIndices | null };
let looks: ClusterLooks;
let reads: { health: SharedRead<ClusterHealth>; indices: SharedRead<ClusterIndices> };

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'cluster-look-'));
  store = JobStore.open(data);
  answers = { health: aHealth(), indices: listing() };
  const terms = { giveUpAfterMs: 10_000, subject: 'search' };
  const answer = <T>(value: T | null) => (value === null ? Promise.reject(forbidden()) : Promise.resolve(value));
  reads = {
    health: new SharedRead(() => answer(answers.health), terms),
    indices: new SharedRead(() => answer(answers.indices), terms),
  };
  looks = new ClusterLooks(store, { cluster: configuredCluster(data), settings, reads }, history);
});
afterEach(() => {
  vi.restoreAllMocks();
  store.close();
  rmSync(data, { recursive: true, force: true });
});

async function look() {
  const options = { maxAgeMs: -1, waitMs: 1_000 };
  await Promise.all([reads.health.readOrLast(options), reads.indices.readOrLast(options)]);
  return looks.look(store, [], Date.now());
}

test('a cluster that answers has nothing wrong, and the time of its answers is saved', async () => {
  const { findings, knows } = await look();
  expect(findings).toEqual([]);
  expect(knows('cluster-silent', '')).toBe(true);
  expect(watchedUntil(store, 'production')).toBeGreaterThan(Date.now() - 10_000);
});

test('a cluster whose health answers and whose indices can’t be listed is not watched, and says so', async () => {
  answers.indices = null;
  const before = Date.now();
  const { findings, knows, observedAt } = await look();
  expect(findings).toMatchObject([
    { facts: { kind: 'cluster-silent', message: 'The user may not list indices.', refused: true } },
  ]);
  expect(knows('alias-missing', 'government')).toBe(false);
  // What happens to the aliases meanwhile began after the last list.
  expect(watchedUntil(store, 'production')).toBeNull();
  expect(observedAt!('cluster-silent')).toBeGreaterThanOrEqual(before);

  answers.indices = listing();
  const after = await look();
  expect(after.findings).toEqual([]);
  expect(after.knows('cluster-silent', '')).toBe(true);
});

test('a cluster whose indices can be listed and whose health can’t be read is watched', async () => {
  answers.health = null;
  const { findings, knows } = await look();
  expect(findings).toEqual([]);
  expect(knows('cluster-silent', '')).toBe(true);
  expect(knows('cluster-red', '')).toBe(false);
});

test('a cluster that refuses both is not watched', async () => {
  answers = { health: null, indices: null };
  expect((await look()).findings).toMatchObject([{ facts: { kind: 'cluster-silent', refused: true } }]);
});

test('the disk of a node that is missing is unknown until it has been for longer than a restart takes', async () => {
  const node = (name: string): NodeSummary => ({
    name,
    address: '127.0.0.1:9300',
    data: true,
    master: true,
    diskTotalBytes: 1_000,
    diskFreeBytes: 50,
    watermark: 'high',
    heapUsedPercent: 20,
    writeRejections: 0,
    writeQueue: 0,
  });
  const knowsWith = async (...names: string[]) => {
    answers.health = aHealth({ nodes: names.map(node) });
    return (await look()).knows('disk', 'es-1');
  };
  expect(await knowsWith('es-1', 'es-2')).toBe(true);
  expect(await knowsWith('es-2')).toBe(false);
  const steady = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => steady() + 10 * 60_000);
  expect(await knowsWith('es-2')).toBe(true);
  expect(await knowsWith('es-1', 'es-2')).toBe(true);
  expect(await knowsWith('es-2')).toBe(false);
});

test('of aliases that a red cluster makes unsearchable, too many to name, nothing is over', async () => {
  const red = (count: number): ClusterIndices => ({
    ...listing(),
    indices: Array.from({ length: count }, (_, n) =>
      anIndex(`index-${String(n)}`, { health: 'red', aliases: [`alias-${String(n)}`] }),
    ),
  });
  const found = async (count: number) => {
    answers = { health: aHealth({ status: 'red' }), indices: red(count) };
    const { findings, knows } = await look();
    const subjects = findings.flatMap(({ facts, subject }) => (facts.kind === 'alias-unsearchable' ? subject : []));
    return { count: subjects.length, knows: knows('alias-unsearchable', 'alias-0') };
  };
  expect(await found(25)).toEqual({ count: 0, knows: false });
  expect(await found(10)).toEqual({ count: 10, knows: true });
});
