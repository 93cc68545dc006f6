import { expect, it, test } from 'vitest';
import type { ClusterHealth } from '../../../lib/contract/cluster.ts';
import { drillGuards, type GuardedDrill } from '../../../lib/kinds/drill/guards.ts';
import { comparedSnapshot } from '../../../lib/kinds/drill/compare.ts';
import { templateChecks } from '../../../lib/kinds/drill/template-guard.ts';
import type { RestoreSnapshotPlan } from '../../../lib/kinds/restore-snapshot/schema.ts';
import { anIndex } from '../../support/an-index.ts';

const GB = 1024 ** 3;
const health = (over: Partial<ClusterHealth> = {}): ClusterHealth =>
  ({
    status: 'green',
    reasons: [],
    diskRoomBytes: 100 * GB,
    activeShards: 100,
    unassignedShards: 0,
    initialisingShards: 0,
    maxShards: 1_000,
    ...over,
  }) as ClusterHealth;
const refusalsOf = (over: Partial<GuardedDrill> = {}): [string, boolean][] =>
  drillGuards({
    health: health(),
    indices: [],
    primaryBytes: GB,
    shards: 1,
    otherDrill: null,
    isReadOnly: false,
    ...over,
  })
    .filter(({ level }) => level === 'refuse')
    .map(({ id, later = false }) => [id, later]);

it.each<[string, Partial<GuardedDrill>, [string, boolean][]]>([
  ['a cluster with room', {}, []],
  ['a yellow one', { health: health({ status: 'yellow', unassignedShards: 5 }) }, []],
  ['a red one', { health: health({ status: 'red' }) }, [['drill-health', true]]],
  ['one that does not answer', { health: null }, [['drill-health', true]]],
  ['room for the index but not for a margin', { health: health({ diskRoomBytes: 1.4 * GB }) }, [['drill-room', true]]],
  ['room for one and a half', { health: health({ diskRoomBytes: 1.5 * GB }) }, []],
  ['an unknown disk', { health: health({ diskRoomBytes: null }) }, [['drill-room', false]]],
  ['an unknown size', { primaryBytes: null }, [['drill-room', false]]],
  ['899 shards of 1,000', { health: health({ activeShards: 899 }) }, []],
  ['900 shards of 1,000', { health: health({ activeShards: 900 }) }, [['drill-shards', true]]],
  ['an unknown limit of shards', { health: health({ activeShards: 900, maxShards: null }) }, []],
  ['another drill', { otherDrill: { job: '7', title: 'Drill' } }, [['drill-other', true]]],
  ['a cluster that is read-only here', { isReadOnly: true }, [['drill-read-only', false]]],
])('%s', (_, over, refusals) => {
  expect(refusalsOf(over)).toEqual(refusals);
});

test('documents outside of the two numbers of a bracketed snapshot are not proven', () => {
  const snapshot = {
    proof: 'bracketed',
    documents: { least: 90, most: 100 },
    bytes: 1,
  } as RestoreSnapshotPlan['snapshot'];
  const compare = (documents: number, verdict: 'between' | 'different' | 'unknown', known = snapshot) =>
    comparedSnapshot({ snapshot: known }, { documents, verdict, sentence: 'Some.' });
  expect(compare(95, 'between')).toMatchObject({
    proven: 'yes',
    equal: 95,
    compared: 'counts',
    bracket: { least: 90, most: 100 },
  });
  expect(compare(101, 'between')).toMatchObject({
    proven: 'unknown',
    equal: null,
    compared: 'nothing',
    documents: 101,
    problem: expect.stringMatching(/not proven: 101 documents are in the restored index, and 90 to 100 were/) as string,
  });
  expect(compare(89, 'between')).toMatchObject({ proven: 'unknown', equal: null });
  expect(compare(95, 'different')).toMatchObject({ proven: 'no' });
  const begun = { ...snapshot, proof: 'begun' } as RestoreSnapshotPlan['snapshot'];
  expect(compare(95, 'between', begun)).toMatchObject({ proven: 'unknown', equal: null, bracket: null });
  expect(compare(95, 'unknown', begun)).toMatchObject({ proven: 'unknown', equal: null });
});

test('only what was compared by content is equal, and counts are those that the snapshot’s job proved', () => {
  const snapshot = { proof: 'exact', documents: { least: 95, most: 95 }, bytes: 1, digest: null };
  const compare = (documents: number, verdict: 'equal' | 'counted') =>
    comparedSnapshot(
      { snapshot: snapshot as RestoreSnapshotPlan['snapshot'] },
      { documents, verdict, sentence: 'Some.' },
    );
  expect(compare(95, 'equal')).toMatchObject({ proven: 'yes', equal: 95, compared: 'content', problem: null });
  expect(compare(95, 'counted')).toMatchObject({ proven: 'yes', equal: 95, compared: 'counts', problem: null });
  expect(compare(94, 'counted')).toMatchObject({ proven: 'yes', equal: null, compared: 'counts', documents: 94 });
});

test('a template that attaches an alias of the cluster refuses the drill; another alias is a warning', () => {
  const levels = (attached: string[]) =>
    templateChecks(attached, [{ ...anIndex('a-1'), aliases: [{ alias: 'live' }] }]).map(({ level }) => level);
  expect(levels(['live', 'new'])).toEqual(['refuse']);
  expect(levels(['new'])).toEqual(['warn']);
  expect(levels([])).toEqual([]);
});
