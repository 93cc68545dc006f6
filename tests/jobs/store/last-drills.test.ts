import { expect, test } from 'vitest';
import { refOfFile } from '../../../lib/contract/backup-ref.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { lastDrillOfAll } from '../../../lib/jobs/store/last-drills.ts';
import type { DrillResult, DrillWork } from '../../../lib/kinds/drill/schema.ts';
import { operator, switchPlan } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();

const drillOf = (file: string): DrillWork => ({
  kind: 'drill',
  plan: {
    kind: 'drill',
    cluster: switchPlan().cluster,
    plannedAt: '2026-11-28T03:00:00.000Z',
    checks: [],
    requests: [],
    fingerprint: 'f1',
    liveUuid: 'cluster-1',
    on: null,
    alias: 'government',
    source: { kind: 'zip', ref: refOfFile(file), fileBytes: 100, takenAt: null, restore: null, damage: null },
    target: { index: 'government-drill', shards: 1, estimatedPrimaryBytes: null },
    documentsPerSecond: null,
    probes: [],
  },
});

const resultOf = (found: Partial<DrillResult>): DrillResult => ({
  kind: 'drill',
  status: 'done',
  backup: '/b/a.zip',
  index: 'government-drill',
  documents: 3,
  equal: 3,
  compared: 'content',
  bracket: null,
  probes: [],
  bytes: 100,
  seconds: 1,
  limited: false,
  deleted: true,
  warnings: [],
  problem: null,
  ...found,
});

function start(cluster: string, file = '/b/a.zip'): string {
  const { store } = temporary;
  return store.create({ cluster, actor: operator, work: drillOf(file) }, thisProcess('server'), 'running').job.id;
}

function drill(cluster: string, found: Partial<DrillResult> = {}): string {
  const id = start(cluster);
  temporary.store.end(id, { status: 'succeeded', result: resultOf(found) });
  return id;
}

function fail(cluster: string, code: 'backup_damaged' | 'unreachable'): string {
  const id = start(cluster);
  temporary.store.end(id, { status: 'failed', failure: { code, message: 'No.' }, resumable: false });
  return id;
}

const outcomes = () => [...lastDrillOfAll(temporary.store)].map(([cluster, { outcome }]) => [cluster, outcome]).sort();

test('the last drill of each cluster says how it ended, also where several drilled the same backup', () => {
  drill('one');
  fail('one', 'backup_damaged');
  drill('two', { compared: 'nothing', problem: 'There is nothing to compare with.' });
  const last = drill('three');
  expect(outcomes()).toEqual([
    ['one', 'failed'],
    ['three', 'passed'],
    ['two', 'unproven'],
  ]);
  expect(lastDrillOfAll(temporary.store).get('three')).toMatchObject({ job: last, alias: 'government' });
});

test('a drill that a cluster stopped, or that runs, says nothing', async () => {
  const passed = drill('one');
  await new Promise((resolve) => setTimeout(resolve, 5));
  fail('one', 'unreachable');
  start('one');
  expect(lastDrillOfAll(temporary.store).get('one')).toMatchObject({ job: passed, outcome: 'passed' });
  expect(lastDrillOfAll(temporary.store)).toBe(lastDrillOfAll(temporary.store));
});
