import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { Finding } from '../../lib/incidents/finding.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { databaseFile } from '../../lib/jobs/store/database-file.ts';
import { applyTransitions, openIncidents } from '../../lib/jobs/store/incident-changes.ts';
import { listIncidents } from '../support/list-incidents.ts';
import { listAuditLog } from '../../lib/jobs/store/read-audit-log.ts';
import { closeNoticed, closeRestored } from '../../lib/pages/close-both.ts';
import { restoredIncidents } from '../../lib/pages/restored-incidents.ts';
import { restoredOn } from '../../lib/pages/restored-on.ts';
import { operator } from '../jobs/builders.ts';
import { anIncident } from '../support/an-incident.ts';

/** Written by version 0.1.0: job 2 restores `government`, here after a loss, and nothing has switched it since. */
const WRITTEN = new URL('../fixtures/jobs-of-0.1.0.sql', import.meta.url);
const RESTORE = '2';
let directory: string;
let cluster: ConfiguredCluster;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-28T13:00:00Z') });
  directory = mkdtempSync(join(tmpdir(), 'close-both-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: none }\nclusters:\n  production: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  const database = new DatabaseSync(databaseFile(directory));
  database.exec(readFileSync(WRITTEN, 'utf8'));
  database.exec(`DELETE FROM switches WHERE job = 3;
    UPDATE jobs SET cluster = 'production', work = json_set(work, '$.plan.before[0].documents', 1) WHERE id = 2;`);
  database.close();
  cluster = findCluster('production')!;
});
afterAll(() => {
  vi.useRealTimers();
  runner().store.close();
  rmSync(directory, { recursive: true, force: true });
});

const ofRestore = () => restoredIncidents(cluster, () => false).find(({ job }) => job === RESTORE)!;
const lost = (began: string) =>
  anIncident({ began: { at: `2026-11-28T${began}:00.000Z`, after: null }, subject: 'government' });

test('with a noticed loss the incident of the restore since then is closed, and not that of an earlier one', () => {
  expect(ofRestore()).toMatchObject({ alias: 'government', closed: null });
  const closing = { actor: operator, note: 'All is back.' };
  closeRestored(cluster, lost('12:45'), closing);
  closeRestored(cluster, { ...lost('12:30'), subject: 'detailed' }, closing);
  const red = { kind: 'cluster-red', indices: [], red: 1, unassignedShards: null } as const;
  closeRestored(cluster, { ...lost('12:30'), facts: { ...red, indices: [] } }, closing);
  expect(ofRestore().closed).toBeNull();
  closeRestored(cluster, lost('12:30'), closing);
  expect(ofRestore().closed).toMatchObject({ by: 'ann', unknown: 'All is back.' });
  const [line] = listAuditLog(runner().store, { cluster: 'production' });
  expect(line).toMatchObject({ action: 'close incident', outcome: 'done', job: RESTORE, note: 'All is back.' });
});

test('with the incident of a restore what was noticed of its alias is closed, with a line of its own', () => {
  const { store } = runner();
  const now = Date.now();
  const finding = (subject: string, facts: Finding['facts']): Finding => {
    const began = { at: new Date(now - 60_000).toISOString(), after: null };
    return { subject, facts, began, severity: 'critical', holdMs: 0 };
  };
  const loss = { kind: 'documents-lost', before: 10, now: 1, lowest: 1, moved: false } as const;
  for (const each of [
    finding('government', loss),
    finding('detailed', loss),
    finding('government', { kind: 'drill', job: '7', problem: 'Too few.' }),
  ])
    applyTransitions(store, 'production', [{ change: 'begin', finding: each, confirmed: true, seenMs: now, now }]);
  closeNoticed(cluster, restoredOn(cluster, RESTORE), { actor: operator, note: null });
  expect(openIncidents(store, 'production').map(({ facts, subject }) => [facts.kind, subject])).toEqual([
    ['documents-lost', 'detailed'],
    ['drill', 'government'],
  ]);
  const [closed] = listIncidents(store, { cluster: 'production', open: false, limit: 1 });
  expect(closed).toMatchObject({ subject: 'government', closed: { by: 'ann', note: null } });
  const [line] = listAuditLog(store, { cluster: 'production' });
  expect(line).toMatchObject({ action: 'close incident', objects: ['government', `incident ${closed!.id}`] });
});
