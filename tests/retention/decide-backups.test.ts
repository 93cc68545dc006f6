import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retentionRules, type RetentionRules } from '../../lib/contract/schedule.ts';
import { decideBackups, type Decision, type Item } from '../../lib/retention/decide-backups.ts';
import { sentenceOfReason } from '../../lib/retention/sentence.ts';

const NOW = Date.parse('2026-11-30T03:00:00Z');
const DAY = 86_400_000;

/** `days`: before now. */
const item = (id: string, days: number, over: Partial<Item> = {}): Item => ({
  id,
  at: NOW - days * DAY,
  names: ['government'],
  run: null,
  notCounted: null,
  protectedBy: [],
  ...over,
});

interface Given {
  rules?: Partial<RetentionRules>;
  keepsAll?: (name: string) => string | null;
  most?: number;
}

const decide = (items: readonly Item[], { keepsAll = () => null, most = 500, rules = { last: 1 } }: Given = {}) =>
  decideBackups(items, { rules: retentionRules.parse(rules), timeZone: 'UTC', now: NOW, keepsAll, most });

const deletedOf = ({ deleted }: Decision): string[] => deleted.map(({ id }) => id).sort();

/** "id: why; why" of one name, newest first. */
const rowsOf = ({ groups }: Decision, name = 'government'): string[] =>
  groups
    .get(name)!
    .map(({ item: { id }, reasons }) => `${id}: ${reasons.map(sentenceOfReason).join('; ') || 'deleted'}`);

test('each row says which rule keeps it, or that it is deleted', () => {
  const decision = decide([item('new', 0), item('old', 40), item('older', 41), item('oldest', 42)], {
    rules: { last: 2, monthly: 3, within: '1d' },
  });
  expect(rowsOf(decision)).toEqual([
    'new: within 1 day of the newest; the newest; monthly: 1 of 3',
    'old: last: 2 of 2; monthly: 2 of 3',
    'older: deleted',
    'oldest: monthly: 3 of 3, the oldest',
  ]);
  expect(deletedOf(decision)).toEqual(['older']);
});

test('without a rule nothing is deleted', () => {
  const decision = decide([item('a', 0), item('b', 1)], { rules: {} });
  expect(rowsOf(decision)).toEqual([
    'a: there is no rule: nothing is deleted',
    'b: there is no rule: nothing is deleted',
  ]);
});

test('what is not counted uses up no rule, and is kept', () => {
  const decision = decide([
    item('broken', 0, { notCounted: { why: 'not-good', state: 'broken' } }),
    item('future', -9, { notCounted: { why: 'future' } }),
    item('untimed', 0, { at: Number.NaN, notCounted: { why: 'unknown-time' } }),
    item('good', 1),
    item('older', 2),
  ]);
  expect(rowsOf(decision)).toEqual([
    'future: its time is in the future: it is not counted and not deleted',
    'broken: broken: it is not counted and not deleted',
    'good: the newest',
    'older: deleted',
    'untimed: its time is unknown: it is not counted and not deleted',
  ]);
});

test('a protected one is kept, and is counted all the same', () => {
  const decision = decide([
    item('new', 0),
    item('pinned', 5, { protectedBy: [{ why: 'pinned', by: 'ann', reason: 'before the migration' }] }),
    item('used', 6, { protectedBy: [{ why: 'in-use' }] }),
    item('proven', 7, { protectedBy: [{ why: 'last-drilled', of: 'government' }] }),
    item('old', 8),
  ]);
  expect(rowsOf(decision).slice(1)).toEqual([
    'pinned: pinned by ann: before the migration',
    'used: a job uses it',
    'proven: the last one of government that passed a drill',
    'old: deleted',
  ]);
});

test('a name of which all is kept says why; the others are decided', () => {
  const decision = decide(
    [item('a', 0), item('b', 1), item('c', 0, { names: ['travel'] }), item('d', 1, { names: ['travel'] })],
    { keepsAll: (name) => (name === 'travel' ? 'this run did not back it up' : null) },
  );
  expect(deletedOf(decision)).toEqual(['b']);
  expect(rowsOf(decision, 'travel')).toEqual(['c: this run did not back it up', 'd: this run did not back it up']);
});

describe('sets', () => {
  const set = (run: string, days: number, over: Partial<Item> = {}) => [
    item(`${run}-1`, days, { run, ...over }),
    item(`${run}-2`, days + 0.001, { run }),
  ];

  test('the backups of one run count once', () => {
    const decision = decide([...set('c', 0), ...set('b', 1), ...set('a', 2)], { rules: { last: 2 } });
    expect(deletedOf(decision)).toEqual(['a-1', 'a-2']);
    expect(rowsOf(decision).slice(2, 4)).toEqual(['b-1: last: 2 of 2', 'b-2: last: 2 of 2']);
  });

  test('one that is kept keeps the others of its set', () => {
    const pinned = { protectedBy: [{ why: 'pinned', by: 'ann', reason: 'x' }] } as const;
    const decision = decide([...set('c', 0), ...set('b', 1, pinned), ...set('a', 2)]);
    expect(deletedOf(decision)).toEqual(['a-1', 'a-2']);
    expect(rowsOf(decision).slice(2, 4)).toEqual(['b-1: pinned by ann: x', 'b-2: a part of a set that is kept']);
  });

  test('a set with one that is not good is neither counted nor deleted', () => {
    const broken = { notCounted: { why: 'not-good', state: 'damaged' } } as const;
    const decision = decide([...set('c', 0), ...set('b', 1, broken), ...set('a', 2)], { rules: { last: 2 } });
    expect(deletedOf(decision)).toEqual([]);
    expect(rowsOf(decision).slice(2)).toEqual([
      'b-1: damaged: it is not counted and not deleted',
      'b-2: another backup of its set is not good: the set is not counted and not deleted',
      'a-1: last: 2 of 2',
      'a-2: last: 2 of 2',
    ]);
  });
});

test('a snapshot of two aliases is deleted only if both let it go', () => {
  const both = { names: ['government', 'travel'] };
  const decision = decide([
    item('new', 0),
    item('middle', 1, both),
    item('old', 2, both),
    item('rest', 3, { names: ['outside'] }),
  ]);
  expect(deletedOf(decision)).toEqual(['old']);
  expect(rowsOf(decision)).toEqual(['new: the newest', 'middle: kept as a backup of travel', 'old: deleted']);
  expect(rowsOf(decision, 'travel')).toEqual(['middle: the newest', 'old: deleted']);
});

test('what no name decides about is never deleted', () => {
  expect(decide([item('a', 0, { names: [] })]).deleted).toEqual([]);
});

test('one job deletes the oldest first, and leaves the others for the next run', () => {
  const items = Array.from({ length: 6 }, (_, days) => item(`d${days}`, days));
  const decision = decide(items, { most: 3 });
  expect(deletedOf(decision)).toEqual(['d3', 'd4', 'd5']);
  expect(rowsOf(decision)[1]).toBe('d1: left for the next run: one job deletes at most 3');
  // A set is never cut, even where it alone is more.
  const large = Array.from({ length: 4 }, (_, n) => item(`s${n}`, 9, { run: 'run' }));
  expect(deletedOf(decide([item('new', 0), ...large], { most: 3 }))).toHaveLength(4);
});

describe('whatever there is', () => {
  const names = fc.uniqueArray(fc.constantFrom('government', 'travel', 'detailed'), { maxLength: 3 });
  const items = fc
    .array(
      fc.record({
        days: fc.integer({ min: 0, max: 60 }),
        names,
        run: fc.constantFrom(null, null, 'run-1', 'run-2', 'run-3'),
        isBroken: fc.boolean(),
        isPinned: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      }),
      { maxLength: 25 },
    )
    .map((all) =>
      all.map((given, position) =>
        item(String(position), given.days, {
          names: given.names,
          run: given.run,
          notCounted: given.isBroken && given.days > 30 ? { why: 'not-good', state: 'broken' } : null,
          protectedBy: given.isPinned ? [{ why: 'pinned', by: 'ann', reason: 'x' }] : [],
        }),
      ),
    );
  const rules = fc.record({
    last: fc.constantFrom(0, 1, 3, -1),
    daily: fc.constantFrom(0, 0, 2, 7),
    weekly: fc.constantFrom(0, 0, 2),
    within: fc.constantFrom(null, null, '5d'),
  });

  test('sets are kept whole or deleted whole, and nothing is deleted that is pinned, broken or the newest of a name', () => {
    fc.assert(
      fc.property(items, rules, fc.constantFrom(3, 500), (all, given, most) => {
        const decision = decide(all, { rules: given, most });
        const gone = new Set(decision.deleted);
        for (const one of gone) {
          expect(one.notCounted).toBeNull();
          expect(one.protectedBy).toEqual([]);
          expect(one.names.length).toBeGreaterThan(0);
          for (const other of all)
            if (one.run !== null && other.run === one.run && other.names.some((name) => one.names.includes(name)))
              expect(gone.has(other)).toBe(true);
        }
        for (const [, rows] of decision.groups) {
          for (const { item: of, reasons } of rows) expect(reasons.length === 0).toBe(gone.has(of));
          const good = rows.filter(({ item: of }) => of.notCounted === null);
          const whole = good.every(({ item: of }) => of.run === null);
          if (whole && good.length > 0) expect(gone.has(good[0]!.item)).toBe(false);
        }
      }),
    );
  });

  test('deciding again about what is left deletes nothing more', () => {
    fc.assert(
      fc.property(items, rules, (all, given) => {
        const { deleted } = decide(all, { rules: given });
        const left = all.filter((one) => !deleted.includes(one));
        // A rule counts one that is kept for another reason: it may make room for none, never for one more deletion.
        expect(decide(left, { rules: given }).deleted).toEqual([]);
      }),
    );
  });
});
