import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../lib/incidents/finding.ts';
import { unsearchableFinding, withoutManyRed } from '../../../lib/incidents/rules/aliases.ts';
import type { OpenIncident } from '../../../lib/incidents/step.ts';

const began = { at: '2026-11-28T00:01:00.000Z', after: '2026-11-28T00:00:00.000Z' };
const clusterRed: Finding = {
  subject: '',
  severity: 'critical',
  facts: { kind: 'cluster-red', indices: ['a'], red: 5_000, unassignedShards: 5_000 },
  began,
  holdMs: 60_000,
};
const broken = (alias: string, { isClosed = false } = {}): Finding =>
  unsearchableFinding(alias, [{ name: `${alias}-1`, isRed: !isClosed, isClosed }], began)!;
const red = (count: number): Finding[] => Array.from({ length: count }, (_, n) => broken(`alias-${String(n)}`));
const openOf = ({ facts, subject, severity }: Finding, confirmed = true): OpenIncident => ({
  id: '1',
  subject,
  severity,
  facts,
  began,
  confirmed,
  seenMs: 0,
  goneSinceMs: null,
});

describe('while the cluster is red', () => {
  test('few aliases that can’t be searched are incidents of their own', () => {
    expect(withoutManyRed(red(20), [clusterRed], []).kept).toHaveLength(20);
  });

  test('thousands are none', () => {
    const { kept, left } = withoutManyRed(red(5_000), [clusterRed], []);
    expect(kept).toEqual([]);
    expect(left.size).toBe(5_000);
  });

  test('one with a closed index is, and so is one that is open already', () => {
    const closed = broken('closed', { isClosed: true });
    const [known, unconfirmed] = red(2);
    const { kept, left } = withoutManyRed(
      [...red(5_000), closed],
      [clusterRed],
      [openOf(known!), openOf(unconfirmed!, false), openOf(clusterRed)],
    );
    expect(kept.map(({ subject }) => subject)).toEqual(['alias-0', 'closed']);
    expect([left.has('alias-0'), left.has('alias-1'), left.has('closed')]).toEqual([false, true, false]);
  });
});

test('while it is not known to be red, all are incidents', () => {
  expect(withoutManyRed(red(5_000), [], []).kept).toHaveLength(5_000);
});
