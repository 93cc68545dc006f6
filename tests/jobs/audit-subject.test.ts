import { expect, test } from 'vitest';
import { auditSubjectOf } from '../../lib/jobs/audit-subject.ts';
import { rememberDisplayedPlan } from '../../lib/jobs/displayed-plans.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { addMute } from '../../lib/jobs/store/mutes.ts';
import { requestApproval } from '../../lib/jobs/store/approvals.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { aMute } from '../support/an-incident.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { operator, switchOf, switchPlan } from './builders.ts';
import { useStore } from './store/temporary-store.ts';

const temporary = useStore();
const cluster = () => configuredCluster(temporary.data);
const subjectOf = (input: object) => auditSubjectOf(temporary.store, cluster(), input);
const NAMES = ['government', 'government-2', 'government-1'];

test('an action on a displayed plan is about its alias and indices', () => {
  rememberDisplayedPlan(switchPlan({ fingerprint: 'subject' }));
  expect(subjectOf({ fingerprint: 'subject' }).objects).toEqual(NAMES);
});

test('an action on a job is about what the job is about, except for a job of another cluster', () => {
  const { job } = temporary.store.create(
    { cluster: 'production', actor: operator, work: switchOf() },
    thisProcess('server'),
  );
  expect(subjectOf({ job: job.id, reason: 'Wrong index.' })).toEqual({
    objects: NAMES,
    fingerprint: 'f1',
    note: 'Wrong index.',
  });
  const other = auditSubjectOf(temporary.store, { ...cluster(), key: 'staging' }, { job: job.id });
  expect(other.objects).toEqual([]);
});

test('an action on a backup by its address is about its id, and one on a snapshot is about its name', () => {
  expect(subjectOf({ group: 'government', name: '1.zip', reason: 'A release.' })).toEqual({
    objects: ['government/1.zip'],
    note: 'A release.',
  });
  expect(subjectOf({ repository: 'nightly', snapshot: 'first' }).objects).toEqual(['nightly', 'first']);
});

test('an action on an incident is about its subject, except for an incident of another cluster', () => {
  temporary.store.transact(() =>
    temporary.store[SQL].prepare(
      `INSERT INTO incidents (cluster, kind, subject, severity, facts, began_at, noticed_at, confirmed_at, seen_ms)
         VALUES ('production', 'drill', 'government', 'warning', ?, ?, ?, ?, 1)`,
    ).run(
      JSON.stringify({ kind: 'drill', job: '1', problem: 'Too few documents.' }),
      ...Array(3).fill('2026-11-30T06:47:00.000Z'),
    ),
  );
  expect(subjectOf({ incident: '1' }).objects).toEqual(['government', 'incident 1']);
  expect(subjectOf({ incident: '2' }).objects).toEqual([]);
  expect(auditSubjectOf(temporary.store, { ...cluster(), key: 'staging' }, { incident: '1' }).objects).toEqual([]);
});

test('an action on a mute is about its alias and its number, and a comment is its note', () => {
  const { id: _id, ended: _ended, ...mute } = aMute({ alias: 'government' });
  const ofAlias = addMute(temporary.store, mute).id;
  const ofAll = addMute(temporary.store, { ...mute, alias: null }).id;
  expect(subjectOf({ mute: ofAlias }).objects).toEqual(['government', `mute ${ofAlias}`]);
  expect(subjectOf({ mute: ofAll }).objects).toEqual([`mute ${ofAll}`]);
  expect(subjectOf({ mute: '99' }).objects).toEqual([]);
  expect(auditSubjectOf(temporary.store, { ...cluster(), key: 'staging' }, { mute: ofAlias }).objects).toEqual([]);
  expect(subjectOf({ incident: '99', comment: 'The importer.' }).note).toBe('The importer.');
});

test('an action on a request for approval is about its plan', () => {
  const { id } = requestApproval(temporary.store, {
    cluster: 'production',
    fingerprint: 'f7',
    summary: 'Move government.',
    review: { checks: [], before: [], after: [] },
    by: 'ann',
    forMs: 60_000,
    objects: NAMES,
  });
  expect(subjectOf({ approval: id })).toEqual({ objects: NAMES, fingerprint: 'f7', approval: id });
});

test('an action that names a backup or an index is about that one', () => {
  expect(subjectOf({ backup: 'government/one.zip' }).objects).toEqual(['government/one.zip']);
  expect(subjectOf({ index: 'government-2', alias: 'government' }).objects).toEqual(['government', 'government-2']);
  expect(subjectOf({ backups: ['government/one.zip'] }).objects).toEqual(['government/one.zip']);
  expect(subjectOf({ backups: [{ id: 'government/one.zip', stamp: 's' }, 7, {}] }).objects).toEqual([
    'government/one.zip',
  ]);
  expect(subjectOf({ reason: 7, job: {} })).toEqual({ objects: [] });
});

test('an action on a repository is about the repository', () => {
  expect(subjectOf({ repository: 'nightly' }).objects).toEqual(['nightly']);
});
