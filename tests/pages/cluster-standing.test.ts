import { expect, test } from 'vitest';
import type { AliasFacts } from '../../lib/pages/alias-facts.ts';
import { clusterStanding, type StoredFacts } from '../../lib/pages/cluster-standing.ts';
import { SharedRead } from '../../lib/live/shared-read.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

const never = <T>() => new SharedRead<T>(() => new Promise<T>(() => undefined), { giveUpAfterMs: 1, subject: 'It' });
const nothingStored: StoredFacts = { open: undefined, alive: undefined, drill: undefined };

const known: AliasFacts = {
  rows: [],
  missing: [],
  knowsMissing: true,
  knowsBackups: () => true,
  knowsDrills: () => true,
};
const row = (alias: string, lost: boolean | null): AliasFacts['rows'][number] => ({
  alias,
  lost,
  overdue: false,
  expectedRun: null,
  lastGood: null,
  createdAt: null,
  proven: null,
});

const aliasesBy = (facts: AliasFacts | null) =>
  clusterStanding({
    cluster: configuredCluster('/backups'),
    isProtected: false,
    reads: { health: never(), indices: never() },
    spans: [],
    stored: nothingStored,
    facts,
    now: 0,
  }).aliases;

test('no alias is incomplete or missing where all of them and all backups are known', () => {
  expect(aliasesBy({ ...known, rows: [row('government', false)] }).troubled).toEqual({ count: 0, names: [] });
});

test.each([
  ['nothing is known', null],
  ['the losses of one alias are unknown', { ...known, rows: [row('government', false), row('orders', null)] }],
  ['there is no alias, and backups can’t be listed', { ...known, knowsMissing: false }],
] satisfies [string, AliasFacts | null][])('it is unknown while %s', (_, facts) => {
  expect(aliasesBy(facts).troubled).toBeNull();
});

test('what is found is said, whatever else is unknown', () => {
  const rows = [row('government', true), row('orders', null)];
  expect(aliasesBy({ ...known, rows, missing: ['detailed'], knowsMissing: false }).troubled).toEqual({
    count: 2,
    names: ['detailed', 'government'],
  });
});

test('a backup is not overdue where the alias is newer than the last run of its schedule', () => {
  const at = '2026-01-01T03:00:00.000Z';
  const overdue = (alias: string, state: 'younger' | 'missing') => ({
    ...row(alias, null),
    overdue: true,
    expectedRun: { at, schedule: 'nightly', state },
  });
  const rows = [overdue('new', 'younger'), overdue('government', 'missing')];
  expect(aliasesBy({ ...known, rows }).overdue).toEqual({ count: 1, names: ['government'] });
});
