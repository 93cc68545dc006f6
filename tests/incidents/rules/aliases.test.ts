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
    expect(withoutManyRed(red(20), [clusterRed], [])).toHaveLength(20);
  });

  test('thousands are none', () => {
    expect(withoutManyRed(red(5_000), [clusterRed], [])).toEqual([]);
  });

  test('one with a closed index is, and so is one that is open already', () => {
    const closed = broken('closed', { isClosed: true });
    const [known, unconfirmed] = red(2);
    const found = withoutManyRed(
      [...red(5_000), closed],
      [clusterRed],
      [openOf(known!), openOf(unconfirmed!, false), openOf(clusterRed)],
    );
    expect(found.map(({ subject }) => subject)).toEqual(['alias-0', 'closed']);
  });
});

test('while it is not known to be red, all are incidents', () => {
  expect(withoutManyRed(red(5_000), [], [])).toHaveLength(5_000);
});
