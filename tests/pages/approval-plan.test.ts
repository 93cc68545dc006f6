import { expect, test } from 'vitest';
import { restoreReviewPath } from '../../lib/kinds/restore/review-address.ts';
import { reviewDetails } from '../../lib/kinds/restore/review-details.ts';
import { restoreChoices } from '../../lib/kinds/restore/review.ts';
import type { RestorePlan } from '../../lib/kinds/restore/schema.ts';
import { reviewChanges } from '../../lib/jobs/plan-changes.ts';
import { reviewPathOf } from '../../lib/pages/plan-again.ts';

const asked = (kind: string, of: unknown) => ({ kind, cluster: 'one', asked: of });

test('a request leads to the review of its plan, with what was chosen', () => {
  expect(reviewPathOf(asked('switch', { index: 'orders-2', alias: 'orders' }))).toBe(
    '/indices/switch?index=orders-2&alias=orders',
  );
  const choices = { replicas: '0', settings: '{"index.codec":"best_compression"}', switchAlias: 'yes' };
  const path = reviewPathOf(asked('restore', { backup: 'orders/orders-1.zip', choices }))!;
  expect(path).toMatch(/^\/backups\/orders\/orders-1\.zip\/restore\?/);
  expect(Object.fromEntries(new URL(path, 'http://here').searchParams)).toEqual({
    replicas: '0',
    settings: choices.settings,
  });
  expect(restoreReviewPath('orders.zip', restoreChoices.parse({}))).toBe('/backups/-/orders.zip/restore');
});

test('a request of a kind that this version does not know has no review', () => {
  expect(reviewPathOf(asked('reindex', {}))).toBeNull();
  expect(reviewPathOf(asked('switch', { index: 'NOT AN INDEX' }))).toBeNull();
});

test('what has changed is told from the review alone, where the plan is no longer remembered', () => {
  const review = (...before: string[]) => ({
    checks: [],
    before: before.map((index) => ({ index, documents: null })),
    after: [{ index: 'orders-2', documents: 1 }],
  });
  expect(reviewChanges(review('orders-1'), review('orders-3'))).toEqual([
    'The alias points to orders-3 now; it pointed to orders-1.',
  ]);
  const refused = { id: 'closed', level: 'refuse' as const, title: 'Closed', detail: 'orders-2 is closed.' };
  expect(reviewChanges(review('orders-1'), { ...review('orders-1'), checks: [refused] })).toEqual([
    'Closed: orders-2 is closed.',
  ]);
  expect(reviewChanges(null, review())).toHaveLength(1);
});

test('a second person reads overrides first, and how many changes are left out', () => {
  const change = (name: string, action: string) => ({ name, action, from: '1', to: '2', why: 'because' });
  const details = reviewDetails({
    alias: 'orders',
    allowPartial: true,
    backup: { ref: { source: 'folder:/b', id: 'orders.zip' }, takenAt: null, documents: 120, promised: 5000 },
    onConflict: 'index',
    switchAlias: true,
    target: { index: 'orders-1', uuid: 'u', aliases: ['orders'], documents: 7, shards: 1, replicas: 0 },
    settings: {
      changes: [
        ...Array.from({ length: 250 }, (_, n) => change(`dropped.${n}`, 'dropped')),
        change('mine', 'overridden'),
      ],
    },
    mappings: { changes: [{ path: 'title', from: null, to: 'text', why: 'because' }] },
  } as unknown as RestorePlan);
  expect(details.settings?.[0]?.name).toBe('mine');
  expect(details.changesLeftOut).toBe(52);
  expect(details.choices).toEqual(
    expect.arrayContaining([
      { name: 'Incomplete', value: 'the backup file has 120 of 5,000 documents' },
      { name: 'Conflicts', value: 'existing documents are overwritten' },
      { name: 'Live', value: 'orders points to it now' },
    ]),
  );
});
