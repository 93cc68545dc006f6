import { expect, test } from 'vitest';
import type { DecidedBackup, RetentionPlan } from '../../lib/kinds/retention/schema.ts';
import { retentionPreview } from '../../lib/present/retention-preview.ts';
import { rulesInWords } from '../../lib/present/retention-rules.ts';
import { aSpec } from '../support/a-schedule.ts';

const backup = (id: string, change: Partial<DecidedBackup> = {}): DecidedBackup => ({
  id,
  at: '2026-11-29T03:00:00.000Z',
  bytes: 1_000,
  kept: true,
  because: ['daily: 1 of 30'],
  ...change,
});

const plan = (change: Partial<RetentionPlan> = {}): RetentionPlan => ({
  kind: 'retention',
  cluster: { uuid: 'u', name: 'search', version: '8.0.0', distribution: 'elasticsearch' } as RetentionPlan['cluster'],
  plannedAt: '2026-11-29T12:00:00.000Z',
  checks: [],
  requests: [],
  fingerprint: 'f',
  schedule: 'Nightly',
  what: { all: true, aliases: [], indices: [] },
  source: 'folder:/var/backups',
  repository: null,
  rules: aSpec({ retention: { daily: 30 } }).retention!,
  timeZone: 'UTC',
  others: [],
  notBackedUp: [],
  groups: [],
  unlisted: 0,
  outside: 0,
  kept: 0,
  backups: [],
  snapshots: [],
  bytes: 0,
  remembered: { bad: [], drilled: [], taken: [] },
  ...change,
});

test('every backup has a reason, also the one that no rule keeps', () => {
  const { groups } = retentionPreview(
    plan({
      groups: [
        { name: 'government', keepsAll: null, backups: [backup('a'), backup('b', { kept: false, because: [] })] },
      ],
    }),
  );
  expect(groups[0]).toMatchObject({ name: 'government', kept: 1, deleted: 1 });
  expect(groups[0]!.backups.map(({ reasons }) => reasons)).toEqual([['daily: 1 of 30'], ['no rule keeps it']]);
});

test('of many backups of one alias each is listed, with the rule that keeps it', () => {
  const backups = [
    ...Array.from({ length: 300 }, (_, place) => backup(`kept-${place}`)),
    backup('old', { kept: false, because: [] }),
  ];
  const [group] = retentionPreview(plan({ groups: [{ name: 'government', keepsAll: null, backups }] })).groups;
  expect(group).toMatchObject({ kept: 300, deleted: 1 });
  expect(group!.backups.map(({ name }) => name)).toEqual(backups.map(({ id }) => id));
  expect(group!.backups[250]!.reasons).toEqual(['daily: 1 of 30']);
  expect(group!.backups.at(-1)).toMatchObject({ name: 'old', kept: false });
});

test('what a check warns of is said; what is in order is not', () => {
  const check = { id: 'newest', title: 'The newest is broken', detail: 'Nothing is deleted.' };
  const { warnings } = retentionPreview(
    plan({
      checks: [
        { ...check, level: 'warn' },
        { ...check, id: 'room', title: 'Room', level: 'ok' },
      ],
    }),
  );
  expect(warnings).toEqual([{ title: 'The newest is broken', detail: 'Nothing is deleted.' }]);
});

test('the space that snapshots free is unknown', () => {
  const snapshots = [{ repository: 'nightly', snapshot: 'one', uuid: '1' }];
  expect(retentionPreview(plan({ repository: 'nightly', snapshots }))).toMatchObject({ deleted: 1, freedBytes: null });
});

test('rules that keep nothing are left out, and -1 keeps all', () => {
  const rules = aSpec({ retention: { daily: 30, yearly: -1, within: '1y2d' } }).retention!;
  expect(rulesInWords(rules)).toEqual([
    { name: 'Daily', keeps: 'keep 30' },
    { name: 'Yearly', keeps: 'keep all' },
    { name: 'Younger', keeps: 'keep all within 1 year 2 days of the newest' },
  ]);
});
