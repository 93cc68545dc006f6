import { expect, test } from 'vitest';
import { groupOfIndex } from '../../../lib/contract/index-group.ts';
import { drillIndexName, isDrillIndex } from '../../../lib/contract/drill-index.ts';
import type { IndexSummary } from '../../../lib/contract/indices.ts';
import { chooseIndices } from '../../../lib/kinds/backup/choose-indices.ts';
import { decideCleanUp, outsideAnyAlias } from '../../../lib/kinds/clean-up/decide.ts';
import { changesBetween, snapshotOf } from '../../../lib/live/changes.ts';
import { generationsOf } from '../../../lib/present/alias-map.ts';
import { anIndex } from '../../support/an-index.ts';

const DRILL = drillIndexName('0123456789ab');
const inAlias = (index: IndexSummary): IndexSummary => ({ ...index, aliases: [{ alias: 'government' }] });
const live = inAlias(anIndex('government-2018-01-08t03-00-00z-aaaa'));
/** As a drill that ended left it, and as an index template makes it for a moment. */
const drilled = { ...anIndex(DRILL), loading: true };
const attached = inAlias(drilled);
const takenAt = '2026-11-23T12:00:00.000Z';

test('clean up never lists the index of a drill', () => {
  expect([isDrillIndex(DRILL), groupOfIndex(DRILL)]).toEqual([true, null]);
  for (const index of [drilled, attached]) {
    const groups = decideCleanUp(
      {
        indices: [live, index],
        indicesBeingWritten: [],
        endedJobOf: () => ({ job: '1', status: 'failed', alias: 'government' }),
        nowMs: Date.now(),
      },
      { keep: 0, aliases: [], olderThanMs: null } as Parameters<typeof decideCleanUp>[1],
    );
    expect(JSON.stringify(groups)).not.toContain(DRILL);
    expect(outsideAnyAlias([live, { ...index, aliases: [] }], groups)).toEqual([]);
  }
});

test('it is no generation of an alias, no part of a backup, and no change of the cluster', () => {
  const { groups, outside } = generationsOf([live, attached]);
  expect(groups.map(({ live: of }) => of.map(({ name }) => name))).toEqual([[live.name]]);
  expect(outside.map(({ name }) => name)).toEqual([DRILL]);
  const chosen = chooseIndices({ takenAt, indices: [live, attached] }, { all: true });
  expect(chosen.map(({ index }) => index.name)).toEqual([live.name]);
  const states = [[live], [live, attached], [live]].map((indices) => snapshotOf({ takenAt, indices }, null));
  expect(changesBetween(states[0]!, states[1]!, () => null)).toEqual([]);
  expect(changesBetween(states[1]!, states[2]!, () => null)).toEqual([]);
});
