import { describe, expect, it, test } from 'vitest';
import { byName } from '@/lib/contract/by-name.ts';
import type { SnapshotPlan, SnapshotResult } from '@/lib/kinds/snapshot/schema.ts';
import { isNamedBy } from '@/lib/contract/index-pattern.ts';
import { snapshotPageOf } from '@/lib/present/snapshot-page.ts';
import { statedMetadata } from '@/lib/snapshots/stated-metadata.ts';

type Known = Parameters<typeof snapshotPageOf>[0];

const snapshot: Known['snapshot'] = {
  name: 'first',
  uuid: 'u',
  state: 'SUCCESS',
  indices: ['b', 'a'],
  startedAt: '2026-11-23T03:00:00.000Z',
  endedAt: '2026-11-23T03:00:02.500Z',
  version: '8.19.9',
  shards: { total: 2, failed: 0 },
  failures: [],
  reason: null,
  includesGlobalState: false,
  indexSizes: byName([
    ['a', { shards: 1, bytes: 100 }],
    ['b', { shards: 1, bytes: 50 }],
  ]),
};
const pageOf = (over: Partial<Known['snapshot']> = {}, more: Partial<Known> = {}) =>
  snapshotPageOf({
    repository: { name: 'nightly', readOnly: false },
    snapshot: { ...snapshot, ...over },
    stated: { tool: null, by: null, why: null, aliases: [] },
    readable: { state: 'readable', sentence: 'It can be read.' },
    taken: null,
    path: '/_snapshot/nightly/first',
    readAt: '2026-11-23T12:00:00.000Z',
    ...more,
  });
const blockedOf = (page: ReturnType<typeof pageOf>) => page.indices.map(({ blocked }) => blocked !== null);

test('a snapshot of another tool: sizes as the server has them, and what is unknown is unknown, not zero', () => {
  const page = pageOf();
  expect(page).toMatchObject({ seconds: 2.5, bytes: 150, addedBytes: null, proof: null, job: null, by: null });
  expect(page.indices).toMatchObject([
    { index: 'a', aliases: null, documents: null, shards: 1, bytes: 100, blocked: null },
    { index: 'b', shards: 1, bytes: 50 },
  ]);
  expect(page.requests.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
  expect(pageOf({ indexSizes: null })).toMatchObject({ bytes: null });
  expect(pageOf({ indexSizes: null }).indices[0]).toMatchObject({ shards: null, bytes: null });
});

test('its job knows the aliases, the documents and why it is not exact', () => {
  const mark = (documents: number) => [
    { shard: 0, documents, maxSeqNo: 1, globalCheckpoint: 1, primaryTerm: 1 },
    { shard: 1, documents: 1, maxSeqNo: 1, globalCheckpoint: 1, primaryTerm: 1 },
  ];
  const taken = {
    job: '7',
    plan: {
      by: 'ann',
      why: 'before the upgrade',
      indices: [{ index: 'a', shards: 2, aliases: [{ alias: 'shop' }, { alias: 'restore-desk-loading-1' }] }],
      requests: [{ method: 'PUT', path: '/_snapshot/nightly/first' }],
    } as unknown as SnapshotPlan,
    result: {
      proof: 'bracketed',
      bytes: 500,
      addedBytes: 20,
      skipped: [{ index: 'c', code: 'refused', message: 'c is red.' }],
      indices: [
        {
          index: 'a',
          proof: 'bracketed',
          why: 'documents were written meanwhile',
          before: mark(9),
          after: mark(5),
          digest: null,
        },
      ],
    } as unknown as SnapshotResult,
  };
  const page = pageOf({ indices: ['a'] }, { taken });
  expect(page).toMatchObject({ by: 'ann', why: 'before the upgrade', bytes: 500, addedBytes: 20, job: '7' });
  expect(page.skipped).toEqual([{ index: 'c', message: 'c is red.' }]);
  expect(page.indices).toMatchObject([
    { aliases: ['shop'], documents: { from: 6, to: 10 }, why: 'documents were written meanwhile', hasDigest: false },
  ]);
  expect(page.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'DELETE']);
});

describe('an index can’t be restored', () => {
  it('while the snapshot is being taken, or after it failed', () => {
    expect(blockedOf(pageOf({ state: 'IN_PROGRESS' }))).toEqual([true, true]);
    expect(blockedOf(pageOf({ state: 'FAILED' }))).toEqual([true, true]);
  });
  it('when a shard of it is missing; the others can', () => {
    const failures = [{ index: 'b', shard: 0, reason: 'primary shard is not allocated' }];
    expect(blockedOf(pageOf({ state: 'PARTIAL', failures }))).toEqual([false, true]);
  });
  it('when the version is too new or too old; an unknown one is left to the cluster', () => {
    const of = (state: Known['readable']['state']) => blockedOf(pageOf({}, { readable: { state, sentence: 'x' } }))[0];
    expect([of('too-new'), of('too-old'), of('unknown')]).toEqual([true, true, false]);
  });
});

test('aliases count from metadata that this tool wrote; a policy is named', () => {
  const own = { tool: 'restore-desk 1.0.0', by: 'ann', aliases: [['shop', 'a', { filter: {} }], ['x'], 'y'] };
  expect(statedMetadata(own)).toMatchObject({ by: 'ann', aliases: [{ alias: 'shop', index: 'a' }] });
  expect(statedMetadata({ ...own, tool: 'other' })).toEqual({
    tool: 'other',
    by: null,
    why: null,
    aliases: [],
    marks: [],
  });
  expect(statedMetadata({ policy: 'nightly' }).tool).toBe('the policy nightly');
  expect(statedMetadata(null)).toEqual({ tool: null, by: null, why: null, aliases: [], marks: [] });
});

test('a pattern of index names has any characters for each *', () => {
  const match = (pattern: string, name: string) => isNamedBy(pattern)(name);
  expect(match('orders-1', 'orders-1')).toBe(true);
  expect(match('orders-1', 'orders-10')).toBe(false);
  expect(match('orders-*', 'orders-')).toBe(true);
  expect(match('*-1*', 'a-12')).toBe(true);
  expect(match('a*b*a', 'aba')).toBe(true);
  expect(match('a*a', 'a')).toBe(false);
  expect(match('a*bc*c', 'abc')).toBe(false);
});
