import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndexSummary } from '../../../lib/contract/indices.ts';
import { cleanUpRules } from '../../../lib/kinds/clean-up/schema.ts';
import { decideCleanUp, outsideAnyAlias } from '../../../lib/kinds/clean-up/decide.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}`;
const anIndex = (name: string, over: Partial<IndexSummary> & { points?: string[] } = {}): IndexSummary => {
  const { points = [], ...rest } = over;
  return {
    name,
    uuid: `uuid-${name}`,
    state: 'open',
    health: 'green',
    documents: 10,
    primaryBytes: 100,
    storeBytes: 200,
    shards: 1,
    replicas: 1,
    createdAt: `${/\d{4}-\d{2}-\d{2}/.exec(name)?.[0] ?? '2026-11-01'}T00:00:00.000Z`,
    aliases: points.map((alias) => ({ alias })),
    blocks: [],
    hidden: false,
    loading: false,
    ...rest,
  };
};
const generation = (number: number, over: Parameters<typeof anIndex>[1] = {}, alias = 'government') =>
  anIndex(`${alias}-${day(number)}t03-00-00z-ab${number}`, over);
const decide = (indices: IndexSummary[], rules: object = {}, indicesBeingWritten: string[] = []) =>
  decideCleanUp({ indices, indicesBeingWritten, nowMs: NOW }, cleanUpRules.parse(rules));
const toDelete = (groups: ReturnType<typeof decide>) =>
  groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes).map(({ index }) => index));
const because = (groups: ReturnType<typeof decide>, index: string) =>
  groups.flatMap(({ entries }) => entries).find((entry) => entry.index === index)?.because;

describe('deciding what to clean up', () => {
  const live = generation(20, { points: ['government'] });

  it('keeps the indices of an alias and the newest without one, and deletes the others', () => {
    const groups = decide([generation(17), generation(18), generation(19), live]);
    expect(groups).toMatchObject([
      {
        alias: 'government',
        entries: [
          { goes: false, because: 'government points to it' },
          { goes: false, because: 'it is the newest index without an alias' },
          { goes: true },
          { goes: true },
        ],
      },
    ]);
    expect(toDelete(groups)).toEqual([generation(18).name, generation(17).name]);
  });

  it('lists indices of no alias separately, largest first, in no group', () => {
    const indices = [
      live,
      anIndex('gov_fixed', { storeBytes: 5 }),
      anIndex('scratch', { storeBytes: 50 }),
      anIndex('unknown', { storeBytes: null }),
      anIndex('pointed-to', { points: ['other'] }),
    ];
    expect(outsideAnyAlias(indices).map(({ index, storeBytes }) => [index, storeBytes])).toEqual([
      ['scratch', 50],
      ['gov_fixed', 5],
      ['unknown', null],
    ]);
    expect(decide(indices).map(({ alias }) => alias)).toEqual(['government', 'other']);
  });

  it('keeps as many as the rules say, or none', () => {
    const indices = [generation(17), generation(18), generation(19), live];
    expect(toDelete(decide(indices, { keep: 2 }))).toEqual([generation(17).name]);
    expect(toDelete(decide(indices, { keep: 0 }))).toHaveLength(3);
    expect(toDelete(decide(indices, { keep: 9 }))).toEqual([]);
  });

  it('keeps an index with any alias, also of another group', () => {
    const groups = decide([generation(16), generation(17, { points: ['reports'] }), generation(18), live]);
    expect(toDelete(groups)).toEqual([generation(16).name]);
    expect(because(groups, generation(17).name)).toBe('reports points to it');
  });

  it('never deletes an index whose name has another pattern', () => {
    const groups = decide(
      [
        anIndex('government'),
        anIndex('government-old'),
        anIndex('government-2026-11-01'),
        anIndex('governments-2026-11-01t03-00-00z-ab'),
        anIndex('government-2026-11-01t03-00-00z-xyz'),
        anIndex('my-government-2026-11-01t03-00-00z-ab'),
        generation(18),
        generation(19),
        live,
      ],
      { keep: 0, aliases: ['government'] },
    );
    expect(toDelete(groups).sort()).toEqual([generation(18).name, generation(19).name]);
    expect(groups.flatMap(({ entries }) => entries)).toHaveLength(3);
  });

  it('lists and keeps an index with the alias and a name of another pattern', () => {
    const groups = decide([anIndex('first', { points: ['government'] }), generation(18), generation(19)], { keep: 0 });
    expect(because(groups, 'first')).toBe('government points to it');
    expect(toDelete(groups)).toHaveLength(2);
  });

  it('keeps every index of a group whose alias does not exist, since the live one is unknown', () => {
    const groups = decide([generation(17), generation(18), generation(19)], { keep: 0 });
    expect(toDelete(groups)).toEqual([]);
    expect(because(groups, generation(17).name)).toContain('unknown');
  });

  it('keeps an index that a job writes into, in addition to the newest', () => {
    const filled = generation(22, { documents: 3 });
    for (const beingWritten of [[filled.uuid], [filled.name]]) {
      const groups = decide([generation(18), generation(19), live, filled], {}, beingWritten);
      expect(because(groups, filled.name)).toBe('a job is filling it');
      expect(toDelete(groups)).toEqual([generation(18).name]);
    }
  });

  it('keeps the newest usable index as well, where the newest is empty or red', () => {
    for (const broken of [generation(22, { documents: 0 }), generation(22, { documents: null, health: 'red' })]) {
      const groups = decide([generation(18), generation(19), live, broken]);
      expect(toDelete(groups)).toEqual([generation(18).name]);
      expect(because(groups, generation(19).name)).toContain('are empty, red or much smaller');
    }
  });

  it('keeps the newest usable index as well, where the newest is half filled', () => {
    const half = generation(22, { documents: 4 });
    expect(toDelete(decide([generation(18), generation(19), live, half]))).toEqual([generation(18).name]);
  });

  it('keeps the index of an unfinished restore for a day, then deletes it, and never counts it as usable', () => {
    const begun = generation(23, { documents: 9, loading: true, createdAt: '2026-11-23T03:00:00.000Z' });
    const older = generation(17, { documents: 9, loading: true });
    const groups = decide([older, generation(18), generation(19), live, begun]);
    expect(toDelete(groups)).toEqual([generation(18).name, older.name]);
    expect(because(groups, older.name)).toContain('did not finish');
    expect(
      because(decide([generation(16), generation(19), live, begun, generation(24, { documents: 10 })]), begun.name),
    ).toContain('less than a day ago');
  });

  it('deletes what a job began to fill that is known to have ended, and never keeps it as the previous index', () => {
    const begun = generation(23, { documents: 9, loading: true, createdAt: '2026-11-23T03:00:00.000Z' });
    const byHand = anIndex('by-hand', { documents: 9, loading: true, createdAt: '2026-11-23T03:00:00.000Z' });
    const indices = [generation(19), live, begun, byHand];
    const groups = decideCleanUp(
      {
        indices,
        indicesBeingWritten: [],
        endedJobOf: () => ({ job: '17', status: 'cancelled', alias: 'government' }),
        nowMs: NOW,
      },
      cleanUpRules.parse({}),
    );
    expect(toDelete(groups)).toEqual([begun.name, byHand.name]);
    expect(because(groups, begun.name)).toContain('job 17, which began to fill it, was cancelled');
    expect(because(groups, generation(19).name)).toContain('it is the newest index without an alias');
    expect(outsideAnyAlias(indices, groups)).toEqual([]);
    // Another job fills it, or an alias points to it.
    const inUse = decideCleanUp(
      {
        indices: [live, begun, { ...byHand, aliases: [{ alias: 'used' }] }],
        indicesBeingWritten: [begun.uuid],
        endedJobOf: () => ({ job: '17', status: 'failed', alias: 'government' }),
        nowMs: NOW,
      },
      cleanUpRules.parse({ keep: 0 }),
    );
    expect(toDelete(inUse)).toEqual([]);
  });

  it('counts the newer indices that are kept, for whatever reason', () => {
    const reasonOf = (rules: object, ...more: IndexSummary[]) =>
      because(decide([generation(2), generation(21), live, ...more], rules), generation(2).name);
    expect(reasonOf({})).toContain('1 newer one without an alias is kept');
    expect(reasonOf({}, generation(22, { documents: 0 }))).toContain('2 newer ones without an alias are kept');
    expect(reasonOf({ keep: 2 }, generation(22))).toContain('2 newer ones without an alias are kept');
    expect(reasonOf({}, generation(10, { blocks: ['read_only'] }))).toContain('2 newer ones without an alias are kept');
    expect(reasonOf({ olderThanMs: 86_400_000 * 7 }, generation(19))).toContain(
      '2 newer ones without an alias are kept',
    );
    expect(reasonOf({ keep: 0 })).toContain('the rules keep no newer one without an alias');
  });

  it('says of an alias that points to an index with a filter that it has one', () => {
    const filtered = generation(20, { aliases: [{ alias: 'government', filter: { match_all: {} } }] });
    expect(because(decide([filtered]), filtered.name)).toBe('government points to it, with a filter');
  });

  it('counts the age from the later of name and creation', () => {
    const restored = generation(2, { createdAt: '2026-11-23T11:00:00.000Z' });
    const groups = decide([restored, generation(3), generation(21), live], { keep: 0, olderThanMs: 7 * 86_400_000 });
    expect(toDelete(groups)).toEqual([generation(3).name]);
    expect(because(groups, restored.name)).toContain('only what is older than 7 days is deleted');
    expect(because(groups, generation(3).name)).toMatch(/20 days old/);
  });

  it('keeps an index under a read-only or metadata block, but not under the block of the flood stage', () => {
    const groups = decide([
      generation(16, { blocks: ['read_only'] }),
      generation(17, { blocks: ['metadata'] }),
      generation(18, { blocks: ['read_only_allow_delete'] }),
      generation(19),
      live,
    ]);
    expect(toDelete(groups)).toEqual([generation(18).name]);
  });

  it('deletes closed indices like open ones, and those with an old name with colons', () => {
    expect(
      toDelete(
        decide([
          anIndex('government-2016-01-01t03:00:00z-ab', { state: 'closed', documents: null }),
          generation(19),
          live,
        ]),
      ),
    ).toEqual(['government-2016-01-01t03:00:00z-ab']);
  });

  it('decides only about the requested groups', () => {
    const other = [
      generation(1, {}, 'govuk'),
      generation(2, {}, 'govuk'),
      generation(3, { points: ['govuk'] }, 'govuk'),
    ];
    expect(decide([...other, live, generation(18)], { aliases: ['govuk'] }).map(({ alias }) => alias)).toEqual([
      'govuk',
    ]);
  });

  it('never deletes an index with an alias, one that is written to, one of another pattern, or the newest of a group', () => {
    const index = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      group: fc.constantFrom('a', 'a-b', 'c'),
      points: fc.subarray(['a', 'a-b', 'c', 'x']),
      filled: fc.boolean(),
      odd: fc.boolean(),
      documents: fc.constantFrom(null, 0, 5),
      at: fc.integer({ min: 0, max: 99 }),
    });
    fc.assert(
      fc.property(fc.array(index, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (drawn, keep) => {
        const indices = drawn.map(({ day: on, group, points, odd, documents, at }, position) =>
          anIndex(
            odd
              ? `${group}-${on}-${position}`
              : `${group}-${day(on)}t03-00-${String(at % 60).padStart(2, '0')}z-${position}`,
            { points, documents },
          ),
        );
        const beingWritten = indices.filter((_, position) => drawn[position]!.filled).map(({ uuid }) => uuid);
        const groups = decide(indices, { keep }, beingWritten);
        const gone = new Set(toDelete(groups));
        for (const [position, { name, aliases, uuid }] of indices.entries()) {
          if (gone.has(name))
            expect([aliases, beingWritten.includes(uuid), drawn[position]!.odd]).toEqual([[], false, false]);
        }
        for (const { entries } of groups) {
          const spare = entries.filter(
            (entry) =>
              indices.find(({ name }) => name === entry.index)!.aliases.length === 0 &&
              !beingWritten.includes(entry.uuid),
          );
          expect(spare.slice(0, keep).some(({ goes }) => goes)).toBe(false);
        }
      }),
    );
  });
});
