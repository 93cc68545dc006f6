import { expect, test } from 'vitest';
import type { ServerPolicies, SnapshotPolicy } from '../../lib/contract/policies.ts';
import { policiesPage } from '../../lib/present/policy-rows.ts';

const policy = (change: Partial<SnapshotPolicy> = {}): SnapshotPolicy => ({
  name: 'daily',
  repository: 'nightly',
  schedule: '0 30 1 * * ?',
  indices: ['data-*'],
  enabled: true,
  running: false,
  lastSuccess: { at: '2026-11-28T01:30:04.000Z', snapshot: 'daily-2' },
  lastFailure: { at: '2026-11-27T01:30:04.000Z', snapshot: 'daily-1', reason: 'The disk was full' },
  nextRun: '2026-11-29T01:30:00.000Z',
  retention: { rule: 'older than 30d', hasRun: true, problem: null },
  ...change,
});

type Known = Parameters<typeof policiesPage>[0];
const page = (change: Partial<SnapshotPolicy> = {}, known: Partial<Known> = {}, mode: string | null = 'RUNNING') => {
  const policies: ServerPolicies = { by: 'slm', mode, policies: [policy(change)] };
  return policiesPage({
    policies,
    matching: new Map([['daily', 3]]),
    repositories: ['nightly'],
    snapshot: () => ({ state: 'SUCCESS', indices: ['data-1'] }),
    takenAt: '2026-11-28T12:00:00.000Z',
    now: new Date('2026-11-28T12:00:00.000Z'),
    ...known,
  })!;
};
const problems = (...input: Parameters<typeof page>) =>
  page(...input).rows[0]!.problems.map(({ level, sentence }) => `${level}: ${sentence}`);

test('a policy whose last run succeeded has no problem, whatever failed before', () => {
  expect(problems()).toEqual([]);
  expect(page()).toMatchObject({ problem: null, canRun: true, feature: 'Snapshot lifecycle management (SLM)' });
});

test('a failure after the last success is red, with its reason', () => {
  const lastFailure = { at: '2026-11-29T01:30:04.000Z', snapshot: 'daily-3', reason: 'The disk was full.' };
  expect(problems({ lastFailure })).toEqual(['bad: Its last run failed after its last success: The disk was full.']);
  expect(problems({ lastFailure, lastSuccess: null })).toEqual([
    'bad: Its last run failed, and no success is known: The disk was full.',
  ]);
});

test('a stopped SLM is red, one that is being stopped amber', () => {
  expect(page({}, {}, 'STOPPED')).toMatchObject({ problem: { level: 'bad' }, rows: [{ nextRun: null }] });
  expect(page({}, {}, 'STOPPING').problem).toMatchObject({ level: 'warn' });
});

test('patterns that match nothing are red; unknown is not zero', () => {
  expect(problems({}, { matching: new Map([['daily', 0]]) })).toEqual([
    'bad: No index matches data-*: its next snapshot is empty.',
  ]);
  expect(problems({}, { matching: new Map([['daily', null]]) })).toEqual([]);
});

test('a last snapshot that is empty or partial is no success', () => {
  expect(problems({}, { snapshot: () => ({ state: 'SUCCESS', indices: [] }) })).toEqual([
    'bad: Its last snapshot daily-2 is empty: it holds no index.',
  ]);
  expect(problems({}, { snapshot: () => ({ state: 'PARTIAL', indices: ['data-1'] }) })).toEqual([
    'warn: Its last snapshot daily-2 is partial: some shards are missing.',
  ]);
  expect(problems({}, { snapshot: () => null })).toEqual([]);
});

test('a retention that has not run, or fails, is amber', () => {
  const retention = { rule: 'older than 30d', hasRun: false, problem: '2 deletions failed.' };
  expect(problems({ retention })).toEqual([
    'warn: Its retention has not run yet: old snapshots are not deleted.',
    'warn: 2 deletions failed.',
  ]);
});

test('a missing repository, a disabled policy and a missed run are said', () => {
  expect(problems({}, { repositories: ['other'] })).toHaveLength(1);
  expect(problems({}, { repositories: null })).toEqual([]);
  expect(problems({ enabled: false })).toEqual(['warn: It is disabled: it does not run.']);
  const late = { now: new Date('2026-11-29T03:00:00.000Z') };
  expect(problems({}, late)).toHaveLength(1);
  expect(problems({ running: true }, late)).toEqual([]);
});

test('without a policy there is nothing to show', () => {
  expect(
    policiesPage({
      policies: { by: 'sm', mode: null, policies: [] },
      matching: new Map(),
      repositories: [],
      snapshot: () => null,
      takenAt: '2026-11-28T12:00:00.000Z',
      now: new Date(),
    }),
  ).toBeNull();
});
