import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scheduleSpec, type ScheduleSpec } from '../../lib/contract/schedule.ts';
import { addAudited, importSchedules, pauseAudited, removeAudited } from '../../lib/jobs/change-schedules.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../lib/jobs/store/read-audit-log.ts';
import { schedules } from '../../lib/jobs/store/schedules.ts';
import { failureOf } from '../support/failure-of.ts';
import { operator } from './builders.ts';

let folder: string;
let store: JobStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'change-schedules-'));
  store = JobStore.open(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const T0 = Date.parse('2018-01-08T12:00:00Z');
const at = (now: number) => ({ cluster: 'one', actor: operator, now });
const spec = (name: string, cron = '0 3 * * *'): ScheduleSpec =>
  scheduleSpec.parse({ name, kind: 'backup', what: { all: true }, cron, timeZone: 'UTC' });
const lines = () =>
  listAuditLog(store, { cluster: 'one' }).map(({ action, objects, outcome }) => [action, outcome, ...objects]);
const kept = () => schedules(store, 'one').map((each) => each.spec.name);

test('each change has its line in the audit log', () => {
  addAudited(store, spec('Nightly'), at(T0));
  pauseAudited(store, 'nightly', true, at(T0 + 1));
  pauseAudited(store, 'Nightly', false, at(T0 + 2));
  removeAudited(store, 'NIGHTLY', at(T0 + 3));
  expect(lines()).toEqual(['remove', 'resume', 'pause', 'add'].map((verb) => [`${verb} schedule`, 'done', 'Nightly']));
});

test('a change that fails has none', async () => {
  addAudited(store, spec('Nightly'), at(T0));
  expect((await failureOf(() => addAudited(store, spec('NIGHTLY'), at(T0)))).code).toBe('invalid_input');
  expect(await failureOf(() => removeAudited(store, 'Weekly', at(T0)))).toMatchObject({
    code: 'not_found',
    hint: 'There is Nightly.',
  });
  expect(lines()).toEqual([['add schedule', 'done', 'Nightly']]);
});

test('an import adds and changes by name, and keeps since when times that are the same are due', () => {
  for (const name of ['Daily', 'Same', 'Times', 'Other']) addAudited(store, spec(name), at(T0));
  pauseAudited(store, 'Times', true, at(T0 + 1));
  const specs = [
    { ...spec('DAILY'), missed: 'record' as const },
    spec('Same'),
    spec('Times', '0 4 * * *'),
    spec('New'),
  ];
  const outcome = { added: ['New'], changed: ['DAILY', 'Times'], unchanged: ['Same'], removed: [] };
  const before = schedules(store, 'one');
  expect(importSchedules(store, specs, { replace: false, dryRun: true }, at(T0 + 5))).toEqual(outcome);
  expect(schedules(store, 'one')).toEqual(before);
  expect(importSchedules(store, specs, { replace: false, dryRun: false }, at(T0 + 5))).toEqual(outcome);
  expect(schedules(store, 'one')).toMatchObject([
    { since: T0, spec: specs[0]! },
    { since: T0 + 5, spec: specs[3]! },
    { since: T0, spec: spec('Other') },
    before.find((each) => each.spec.name === 'Same')!,
    { since: T0 + 5, spec: specs[2]!, pausedAt: before.find((each) => each.spec.name === 'Times')!.pausedAt },
  ]);
  expect(importSchedules(store, specs, { replace: true, dryRun: false }, at(T0 + 6))).toEqual({
    added: [],
    changed: [],
    unchanged: ['DAILY', 'Same', 'Times', 'New'],
    removed: ['Other'],
  });
  expect(kept()).toEqual(['DAILY', 'New', 'Same', 'Times']);
});

test('an import is done as a whole or not at all', () => {
  addAudited(store, spec('Old'), at(T0));
  const before = lines();
  store[SQL].exec(
    `CREATE TEMP TRIGGER fails BEFORE INSERT ON schedules WHEN new.name_key = 'b' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  );
  expect(() => importSchedules(store, [spec('A'), spec('B')], { replace: true, dryRun: false }, at(T0))).toThrow();
  expect([kept(), lines()]).toEqual([['Old'], before]);
});
