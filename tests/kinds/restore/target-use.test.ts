import { describe, expect, test } from 'vitest';
import { describeOutcome, durationOf, incidentLines } from '@/lib/kinds/restore/describe-result.ts';
import { restorePlanDescription } from '@/lib/kinds/restore/describe-plan.ts';
import { restore } from '@/lib/kinds/restore/describe.ts';
import { retryRejected } from '@/lib/kinds/retry-rejected/describe.ts';
import type { RestorePlan, RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible, isLive, movesAlias, targetUseOf, targetUseOfRetry } from '@/lib/kinds/restore/target-use.ts';
import { indexToType, requireTypedIndex } from '@/lib/kinds/restore/typed-index.ts';
import { refOfFile } from '@/lib/contract/backup-ref.ts';

const on = (index: string, documents = 10) => ({
  index,
  uuid: index,
  state: 'open' as const,
  documents,
  primaryBytes: 1,
  createdAt: null,
  membership: { alias: 'pages' },
});
const planOf = (target: Partial<RestorePlan['target']>, more: Partial<RestorePlan> = {}) =>
  ({
    backup: {
      ref: refOfFile('/b/pages/a.zip'),
      takenAt: null,
      documents: 5,
      promised: 5,
      objectsBytes: 1,
      index: null,
    },
    target: { index: 'new', uuid: null, aliases: [], documents: null, shards: 1, replicas: 0, ...target },
    alias: 'pages',
    switchAlias: true,
    onConflict: 'index',
    before: [on('live')],
    after: [on('new')],
    resume: null,
    settings: { changes: [] },
    mappings: { changes: [] },
    ...more,
  }) as unknown as RestorePlan;
const fresh = planOf({});
const intoLive = planOf({ index: 'live', uuid: 'live', documents: 10, aliases: ['pages'] }, { after: [on('live')] });
const behindAnother = planOf({ index: 'b', uuid: 'b', documents: 10, aliases: ['other'] }, { after: [on('b')] });
const beside = planOf({ index: 'b', uuid: 'b', documents: 10 }, { after: [on('b')] });
const resumed = planOf({ index: 'b', uuid: 'b', documents: 3 }, { after: [on('b')], resume: { documents: 3 } });

test('an index is live through any alias, also in a plan of an older version, which names none', () => {
  expect([fresh, intoLive, behindAnother, beside, resumed].map((plan) => targetUseOf(plan))).toEqual([
    { how: 'creates', aliases: [] },
    { how: 'adds', aliases: ['pages'] },
    { how: 'adds', aliases: ['other'] },
    { how: 'adds', aliases: [] },
    { how: 'continues', aliases: [] },
  ]);
  const { aliases: _, ...older } = intoLive.target;
  expect(isLive(targetUseOf({ ...intoLive, target: older }))).toBe(true);
  expect([fresh, resumed].some((plan) => isIrreversible(targetUseOf(plan)))).toBe(false);
});

test('an alias moves where it points to other indices afterwards', () => {
  expect([fresh, intoLive, behindAnother, beside].map(movesAlias)).toEqual([true, false, true, true]);
  const ofTwo = { ...intoLive, before: [on('old'), on('live')] };
  expect(movesAlias(ofTwo), 'the other index loses it').toBe(true);
  expect(movesAlias({ ...ofTwo, after: [on('old'), on('live')] })).toBe(false);
});

test('a retry writes into an index that exists, and that is live if the first run moved the alias', () => {
  expect(targetUseOfRetry(fresh, { alias: 'pages', switched: false })).toEqual({ how: 'continues', aliases: [] });
  expect(targetUseOfRetry(fresh, { alias: 'pages', switched: true })).toEqual({ how: 'continues', aliases: ['pages'] });
  const work = (switched: boolean) => ({
    kind: 'retry-rejected' as const,
    plan: fresh,
    earlier: { alias: 'pages', switched } as RestoreResult,
    of: '3',
  });
  expect(retryRejected.steps(work(true), null)[0]!.title).toBe('Prepare the index');
  for (const switched of [true, false]) {
    const said = [retryRejected.aftermath(work(switched)), ...retryRejected.summaryLines(work(switched), null)].join();
    expect(said).not.toMatch(/untouched|not touched|no alias points/);
  }
  expect(retryRejected.summaryLines(work(true), null).join()).toContain('new was live: pages points to it.');
});

describe('the name of the index', () => {
  test('is asked for where the index is live or has documents', () => {
    expect([fresh, intoLive, behindAnother, beside, resumed].map((plan) => indexToType(plan)?.name)).toEqual([
      undefined,
      'live',
      'b',
      'b',
      undefined,
    ]);
    expect(indexToType({ ...beside, target: { ...beside.target, documents: 0 } })).toBeNull();
    expect(indexToType({ ...beside, target: { ...beside.target, documents: null } })?.name, 'unknown').toBe('b');
  });

  test('is required by the server too, or its alias and four characters', () => {
    for (const typed of [undefined, '', 'pages', 'pages b6b1', 'live b'])
      expect(() => requireTypedIndex(intoLive, typed), String(typed)).toThrow('Type the index’s name, live,');
    requireTypedIndex(intoLive, ' live ');
    requireTypedIndex(fresh, undefined);
    const short = { ...intoLive, target: { ...intoLive.target, short: 'pages b6b1' } };
    requireTypedIndex(short, 'Pages · b6b1');
    requireTypedIndex(short, 'live');
    expect(() => requireTypedIndex(short, 'pages b6b2')).toThrow('Type the index’s name, pages b6b1,');
  });
});

test('a plan for the terminal and for an approval says that a live index is overwritten for good', () => {
  const lines = restorePlanDescription.terminalLines(intoLive).join('\n');
  expect(lines).toContain('the alias pages points to it already; no alias is switched');
  expect(lines).toContain('live is live: pages points to it, it has 10 documents; existing documents are overwritten');
  expect(lines).toContain('This can’t be undone.');
  expect(restorePlanDescription.summary(intoLive)).toContain('and switch no alias. live is live');
  expect(restorePlanDescription.summary(beside)).toContain('b exists and has 10 documents');
  expect(restorePlanDescription.terminalLines(fresh).join()).not.toMatch(/undone|overwritten/);
});

const resultOf = (more: Partial<RestoreResult>) =>
  ({
    alias: 'pages',
    documents: 5,
    indexed: 5,
    existing: 0,
    newer: 0,
    rejected: 0,
    seconds: 2,
    switched: false,
    notSwitched: null,
    check: { verdict: 'equal' },
    aliasBefore: null,
    aliasAfter: null,
    ...more,
  }) as RestoreResult;

test('the outcome and the summary of a restore into the live index promise no untouched index and no move', () => {
  const result = resultOf({ overwritten: 3, addedTo: { documents: 10, aliases: ['pages'] } });
  expect(describeOutcome(result)).toBe(
    '5 documents restored (2 added, 3 overwritten) in 2.0 s; content equal to the backup. pages pointed to it already and was not switched.',
  );
  const lines = incidentLines(intoLive, targetUseOf(intoLive), result).join('\n');
  expect(lines).toContain(
    'live was live: pages points to it. It had 10 documents; documents are added and overwritten, none is deleted, and it can’t be undone.',
  );
  expect(restore.aftermath({ kind: 'restore', plan: intoLive })).toMatch(/can’t be removed again; nothing was deleted/);
  // As older versions stored it.
  const older = resultOf({ switched: true, aliasBefore: [on('live')], aliasAfter: [on('live')] });
  expect(describeOutcome(older)).not.toContain('was switched');
  expect(restore.alias!.move(older)).toBeNull();
});

test('the duration of a resumed restore is not that of documents which an earlier run loaded', () => {
  expect(durationOf({ seconds: 17 })).toBe(' in 17 s');
  expect(durationOf({ seconds: 17, earlier: { documents: 150_000, bytes: 1, seconds: 12 } })).toBe(
    ', the first 150,000 before it was resumed in 12 s, the rest in 17 s',
  );
});
