import { expect, test } from 'vitest';
import type { SnapshotPlan } from '../../lib/kinds/snapshot/schema.ts';
import { shortenSnapshotPlan } from '../../lib/present/long-backup.ts';

const planOf = (count: number): SnapshotPlan => ({
  kind: 'snapshot',
  cluster: { name: 'search', uuid: 'u', version: '8.19.9', distribution: 'elasticsearch' },
  plannedAt: '2026-11-29T08:00:00.000Z',
  repository: 'nightly',
  snapshot: 'snapshot-1',
  by: 'ann',
  why: null,
  digest: false,
  indices: Array.from({ length: count }, (_, n) => ({
    index: `index-${String(n)}`,
    uuid: String(n),
    state: 'open' as const,
    documents: 1,
    primaryBytes: 10,
    shards: 1,
    aliases: [],
  })),
  skipped: [],
  documents: count,
  primaryBytes: count * 10,
  checks: [
    ...Array.from({ length: count }, (_, n) => ({ id: String(n), level: 'warn' as const, title: 'Warn', detail: '' })),
    { id: 'name', level: 'refuse', title: 'There is one already', detail: '' },
  ],
  requests: [{ method: 'PUT', path: '/_snapshot/nightly/snapshot-1', body: '{}' }],
  fingerprint: 'f',
});

test('a short plan is sent whole', () => {
  const plan = planOf(1_000);
  expect(shortenSnapshotPlan(plan)).toEqual(plan);
});

test('of a long plan the page gets the first indices and every refusal, and not the request that names them all', () => {
  const shown = shortenSnapshotPlan(planOf(20_000));
  expect(shown.indices).toHaveLength(200);
  expect(shown.checks[0]).toMatchObject({ id: 'name', level: 'refuse' });
  expect(shown).toMatchObject({ requests: [], documents: 20_000, fingerprint: 'f' });
  expect(shown.long).toEqual({ indices: 20_000, checks: 20_001, requests: 1, refused: true });
  expect(JSON.stringify(shown).length).toBeLessThan(100_000);
});
