import { expect, test } from 'vitest';
import type { ClusterHealth, NodeSummary } from '../../../lib/contract/cluster.ts';
import { clusterFindings, knowsOfCluster, type ClusterFacts } from '../../../lib/incidents/rules/cluster.ts';
import { aHealth } from '../../support/a-health.ts';

const began = { at: '2026-11-28T00:01:00.000Z', after: '2026-11-28T00:00:00.000Z' };

const node = (name: string, over: Partial<NodeSummary> = {}): NodeSummary => ({
  name,
  address: '127.0.0.1:9300',
  data: true,
  master: true,
  diskTotalBytes: 1_000,
  diskFreeBytes: 600,
  watermark: 'below',
  heapUsedPercent: 20,
  writeRejections: 0,
  writeQueue: 0,
  ...over,
});

const health = (over: Partial<ClusterHealth> = {}): ClusterHealth =>
  aHealth({
    takenAt: began.at,
    nodes: [node('es-1')],
    watermarks: { low: '85%', high: '90%', flood: '95%' },
    diskTotalBytes: 1_000,
    diskFreeBytes: 600,
    diskRoomBytes: 500,
    ...over,
  });

const facts = (over: Partial<ClusterFacts> = {}): ClusterFacts => ({
  health: health(),
  silence: null,
  answers: true,
  redIndices: 0,
  began,
  hasLeft: () => false,
  ...over,
});
const find = (over: Partial<ClusterFacts>) => clusterFindings(facts(over), { yellowForMs: 1_800_000 });

test('a green cluster with free disks has nothing wrong', () => {
  expect(find({})).toEqual([]);
});

test('a red cluster is critical after a minute, with its red indices and their number', () => {
  const reasons = [
    { index: 'government-1', status: 'red' as const, sentence: '' },
    { index: 'detailed-1', status: 'yellow' as const, sentence: '' },
  ];
  const red = health({ status: 'red', reasons, unassignedShards: 3 });
  expect(find({ health: red, redIndices: 12 })).toEqual([
    {
      subject: '',
      severity: 'critical',
      facts: { kind: 'cluster-red', indices: ['government-1'], red: 12, unassignedShards: 3 },
      began,
      holdMs: 60_000,
    },
  ]);
});

test('a yellow cluster is a warning after its time', () => {
  expect(find({ health: health({ status: 'yellow', unassignedShards: 2 }) })).toMatchObject([
    { severity: 'warning', facts: { kind: 'cluster-yellow', unassignedShards: 2 }, holdMs: 1_800_000 },
  ]);
});

test.each([
  ['low', 'warning', 'low'],
  ['high', 'critical', 'high'],
  ['flood', 'critical', 'flood-stage'],
] as const)('a disk over the %s watermark is of severity %s', (watermark, severity, word) => {
  const nodes = [node('es-1'), node('es-2', { watermark, diskFreeBytes: 62 })];
  expect(find({ health: health({ nodes }) })).toMatchObject([
    { subject: 'es-2', severity, facts: { kind: 'disk', watermark: word, usedPercent: 93.8, freeBytes: 62 } },
  ]);
});

test('a silence has its first failed attempt, and what the last one said', () => {
  const silence = { began, message: 'connect ECONNREFUSED', refused: false };
  expect(find({ health: null, silence })).toEqual([
    {
      subject: '',
      severity: 'critical',
      facts: { kind: 'cluster-silent', message: 'connect ECONNREFUSED' },
      began,
      holdMs: 120_000,
    },
  ]);
  expect(find({ health: null, silence: { ...silence, refused: true } })).toMatchObject([{ facts: { refused: true } }]);
});

test('while the cluster is silent nothing of it is known, and the silence is over with its next answer', () => {
  const silent = facts({ health: null, answers: false, silence: { began, message: null, refused: false } });
  for (const kind of ['cluster-red', 'cluster-yellow', 'cluster-silent', 'disk'] as const)
    expect(knowsOfCluster(silent, kind, 'es-1')).toBe(false);
  expect(knowsOfCluster(facts(), 'cluster-silent', '')).toBe(true);
  // Before the first answer.
  expect(knowsOfCluster(facts({ health: null, answers: false }), 'cluster-silent', '')).toBe(false);
});

test('while a cluster is red it is not known to be no longer yellow', () => {
  expect(knowsOfCluster(facts({ health: health({ status: 'red' }) }), 'cluster-yellow', '')).toBe(false);
  expect(knowsOfCluster(facts(), 'cluster-yellow', '')).toBe(true);
});

test('a disk is known where its node is listed with a watermark, or has left and does not only start again', () => {
  const known = (nodes: NodeSummary[], left = false) =>
    knowsOfCluster(facts({ health: health({ nodes }), hasLeft: () => left }), 'disk', 'es-1');
  expect(known([node('es-1')])).toBe(true);
  expect(known([node('es-2')])).toBe(false);
  expect(known([node('es-2')], true)).toBe(true);
  expect(known([node('es-1', { watermark: null })])).toBe(false);
  // This user may not read node statistics.
  expect(known([])).toBe(false);
});
