import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IncidentFacts } from '../../../lib/contract/incident.ts';
import type { MessageBody } from '../../../lib/contract/message.ts';
import type { Finding, Look } from '../../../lib/incidents/finding.ts';
import { step } from '../../../lib/incidents/step.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import {
  acknowledgeIncident,
  applyTransitions,
  closedIncidents,
  closeIncident,
  commentIncident,
  lastClosed,
  openIncidents,
  saveWatchedUntil,
  watchedUntil,
} from '../../../lib/jobs/store/incident-changes.ts';
import { forgetOldIncidents, KEEP_INCIDENTS_MS } from '../../../lib/jobs/store/forget-incidents.ts';
import {
  countIncidents,
  findIncidents,
  openByKeys,
  openCounts,
  openOfJob,
} from '../../../lib/jobs/store/find-incidents.ts';
import { commentsOf, incidentById, incidentsToTell } from '../../../lib/jobs/store/incidents.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { addNewMessages } from '../../../lib/jobs/store/messages.ts';
import { thrownBy } from '../../support/failure-of.ts';
import { listIncidents } from '../../support/list-incidents.ts';

const SECOND = 1_000;
const START = Date.parse('2026-11-28T06:47:00.000Z');
const at = (seconds: number) => START + seconds * SECOND;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();
const facts: IncidentFacts = { kind: 'documents-lost', before: 10_000, now: 700, lowest: 700, moved: false };
const loss: Finding = {
  subject: 'government',
  severity: 'critical',
  facts,
  began: { at: iso(0), after: iso(-60) },
  holdMs: 120 * SECOND,
};
const lost: Look = { findings: [loss], knows: () => true };
const nothing: Look = { findings: [], knows: () => true };

let data: string;
let store: JobStore;
let other: JobStore;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'incidents-'));
  store = JobStore.open(data);
  other = JobStore.open(data);
});
afterEach(() => {
  store.close();
  other.close();
  rmSync(data, { recursive: true, force: true });
});

/** A look of one process. */
function look(seen: Look, seconds: number, process = store, cluster = 'production'): void {
  const transitions = step(openIncidents(process, cluster), seen, at(seconds), closedIncidents(process, cluster));
  applyTransitions(process, cluster, transitions);
}

const all = (cluster = 'production') => listIncidents(store, { cluster, open: null, limit: 10 });
const rows = () => store[SQL].prepare('SELECT * FROM incidents').all();
/** The id of a confirmed incident. */
function openOne(): string {
  look(lost, 130);
  return all()[0]!.id;
}

test('an incident is in no list until it is confirmed, and then has its own time', () => {
  look(lost, 10);
  expect(openIncidents(store, 'production')).toMatchObject([{ confirmed: false, subject: 'government' }]);
  expect(all()).toEqual([]);
  look(lost, 125);
  expect(all()).toMatchObject([
    { cluster: 'production', subject: 'government', facts, began: loss.began, noticedAt: iso(10), ended: null },
  ]);
});

test('a dip leaves nothing', () => {
  look(lost, 10);
  look(nothing, 60);
  expect(rows()).toEqual([]);
});

test('an incident ends by itself, and the same may begin again', () => {
  openOne();
  look(nothing, 200);
  look(nothing, 270);
  expect(all()).toMatchObject([{ ended: { at: iso(200), after: iso(130) }, endedBy: 'itself', closed: null }]);
  look({ ...lost, findings: [{ ...loss, began: { at: iso(300), after: iso(290) } }] }, 500);
  expect(all().map(({ began }) => began.at)).toEqual([iso(300), iso(0)]);
});

test('an incident that is not watched any more ends as such, and the same may begin again', () => {
  openOne();
  const notWatched: Look = { findings: [], knows: () => false, watches: () => false };
  look(notWatched, 200);
  look(notWatched, 270);
  expect(all()).toMatchObject([{ ended: { at: iso(200), after: null }, endedBy: 'not-watched', closed: null }]);
  const close = { cluster: 'production', id: all()[0]!.id, by: 'ann', now: at(300), note: null };
  expect(thrownBy(() => closeIncident(store, close)).message).toContain('it is not watched any more');
  look(lost, 400);
  expect(all().map(({ ended }) => ended === null)).toEqual([true, false]);
});

test('several processes open one incident, and end it once', () => {
  const before = openIncidents(other, 'production');
  look(lost, 130);
  // Looked before the first one had written.
  applyTransitions(other, 'production', step(before, lost, at(131)));
  expect(rows()).toHaveLength(1);
  for (const seconds of [200, 201, 270, 271]) look(nothing, seconds, seconds % 2 === 0 ? store : other);
  expect(all()).toMatchObject([{ ended: { at: iso(200) } }]);
  expect(rows()).toHaveLength(1);
});

test('two entries of one cluster keep incidents of their own', () => {
  look(lost, 130);
  look(lost, 130, store, 'production-by-name');
  expect(all()).toHaveLength(1);
  expect(all('production-by-name')).toHaveLength(1);
});

test('a look that began before a person closed the incident changes nothing of it', () => {
  const id = openOne();
  const seen = openIncidents(other, 'production');
  closeIncident(store, { cluster: 'production', id, by: 'ann', now: at(200), note: null });
  applyTransitions(other, 'production', step(seen, nothing, at(201)));
  applyTransitions(other, 'production', step(seen, lost, at(202)));
  expect(all()).toMatchObject([{ id, ended: { at: iso(200), after: null }, endedBy: 'person' }]);
});

test('what a person closed does not begin again while it lasts, in any process, and may afterwards', () => {
  const id = openOne();
  const incident = closeIncident(store, { cluster: 'production', id, by: 'ann', now: at(200), note: 'planned' });
  expect(incident).toMatchObject({ closed: { by: 'ann', at: iso(200), note: 'planned' }, endedBy: 'person' });
  for (const seconds of [215, 230, 400]) look(lost, seconds, other);
  expect(all()).toHaveLength(1);
  expect(lastClosed(store, 'production', 'documents-lost')).toEqual(new Map([['government', at(200)]]));
  look(nothing, 430);
  expect(closedIncidents(store, 'production')).toEqual([]);
  look({ ...lost, findings: [{ ...loss, began: { at: iso(500), after: iso(490) } }] }, 700);
  expect(all().map((each) => each.began.at)).toEqual([iso(500), iso(0)]);
});

test('what a person closed has the time at which it was seen to be over; lost documents have none', () => {
  const red: Finding = {
    ...loss,
    subject: '',
    facts: { kind: 'cluster-red', indices: [], red: 1, unassignedShards: null },
  };
  const both: Look = { findings: [loss, red], knows: () => true };
  look(both, 130);
  for (const { id } of all()) closeIncident(store, { cluster: 'production', id, by: 'ann', now: at(200), note: null });
  look(both, 215);
  expect(all().map(({ closed }) => closed?.overAt)).toEqual([undefined, undefined]);
  look(nothing, 230);
  expect(closedIncidents(store, 'production')).toEqual([]);
  expect(new Map(all().map((each) => [each.facts.kind, each.closed?.overAt]))).toEqual(
    new Map([
      ['documents-lost', undefined],
      ['cluster-red', iso(230)],
    ]),
  );
});

test('the first acknowledgement stays, and comments are kept also after the end', () => {
  const id = openOne();
  const change = { cluster: 'production', id, now: at(200) };
  expect(acknowledgeIncident(store, { ...change, by: 'ann' }).acknowledged).toEqual({ by: 'ann', at: iso(200) });
  expect(acknowledgeIncident(store, { ...change, by: 'bob' }).acknowledged?.by).toBe('ann');
  closeIncident(store, { ...change, by: 'ann', note: null });
  const comment = commentIncident(store, { ...change, by: 'bob', text: 'Restored from the night.' });
  expect(commentsOf(store, id)).toEqual([comment]);
  expect(comment).toMatchObject({ by: 'bob', at: iso(200), text: 'Restored from the night.' });
});

test('an incident is forgotten a year after its end, with its comments, and not one that was closed and lasts', () => {
  const id = openOne();
  commentIncident(store, { cluster: 'production', id, by: 'bob', now: at(190), text: 'Restored.' });
  look(nothing, 200);
  look(nothing, 270);
  const closed: Finding = { ...loss, subject: 'detailed' };
  const open: Finding = { ...loss, subject: 'mainstream' };
  look({ ...lost, findings: [closed, open] }, 300);
  const { id: closedId } = all().find(({ subject }) => subject === 'detailed')!;
  closeIncident(store, { cluster: 'production', id: closedId, by: 'ann', now: at(310), note: null });
  const forget = (seconds: number, cluster = 'production') =>
    forgetOldIncidents(store, cluster, at(seconds) + KEEP_INCIDENTS_MS);
  const subjects = () => all().map(({ subject }) => subject);
  forget(200);
  forget(400, 'other');
  expect(subjects()).toEqual(['mainstream', 'detailed', 'government']);
  forget(400);
  expect(subjects()).toEqual(['mainstream', 'detailed']);
  expect(commentsOf(store, id)).toEqual([]);
  look({ ...lost, findings: [open] }, 500);
  forget(400);
  expect(subjects()).toEqual(['mainstream']);
});

test('channels are told of open incidents, and for a week of the end of one whose beginning they were told', () => {
  const id = openOne();
  const toTell = (seconds: number) =>
    incidentsToTell(store, { cluster: 'production', channels: ['ops'], now: at(seconds) }).map((each) => each.id);
  expect(toTell(140)).toEqual([id]);
  const body: MessageBody = {
    of: 'run',
    delivery: 'd',
    cluster: { key: 'production', name: 'search', environment: 'production' },
    schedule: 'Nightly',
    due: iso(0),
    at: iso(0),
    state: 'good',
    why: null,
  };
  const message = { channel: 'ops', subject: `incident:${id}`, incident: id, event: 'began' as const, number: 0, body };
  addNewMessages(store, [message], at(140));
  look(nothing, 200);
  look(nothing, 270);
  expect(toTell(280)).toEqual([id]);
  expect(toTell(7 * 86_400 + 199)).toEqual([id]);
  expect(toTell(7 * 86_400 + 201)).toEqual([]);
});

test('what is asked at each look reads the open incidents only, however many have ended', () => {
  const steps = planOf(() => {
    openIncidents(store, 'production');
    incidentsToTell(store, { cluster: 'production', channels: [], now: at(0) });
    countIncidents(store, { cluster: 'production', open: true, kind: 'drill' });
    findIncidents(store, { cluster: 'production', open: true, limit: 5 });
    openCounts(store, 'production');
  });
  const ofIncidents = steps.filter((each) => /\bincidents\b/.test(each));
  expect(ofIncidents).toHaveLength(6);
  for (const each of ofIncidents)
    expect(each).toMatch(/USING INDEX incidents_(open \(cluster=\?|ended \(cluster=\? AND ended_at>\?\))/);
});

/** How SQLite carries out the statements of some work. */
function planOf(work: () => void): string[] {
  const statements: string[] = [];
  const prepare = store[SQL].prepare.bind(store[SQL]);
  const spy = vi.spyOn(store[SQL], 'prepare').mockImplementation((sql) => {
    statements.push(sql);
    return prepare(sql);
  });
  work();
  spy.mockRestore();
  return statements.flatMap((sql) => prepare(`EXPLAIN QUERY PLAN ${sql}`).all()).map(({ detail }) => String(detail));
}

test('an incident that has ended is not acknowledged or closed, and one of another cluster is not found', () => {
  const id = openOne();
  look(nothing, 200);
  look(nothing, 270);
  const change = { cluster: 'production', id, by: 'ann', now: at(300) };
  expect(thrownBy(() => acknowledgeIncident(store, change))).toMatchObject({ code: 'refused' });
  expect(thrownBy(() => closeIncident(store, { ...change, note: null }))).toMatchObject({ code: 'refused' });
  for (const wrong of [{ cluster: 'staging' }, { id: '999' }, { id: '1; DROP TABLE incidents' }])
    expect(thrownBy(() => commentIncident(store, { ...change, ...wrong, text: 'a' }))).toMatchObject({
      code: 'not_found',
    });
});

test('an unconfirmed incident can be neither seen nor changed', () => {
  look(lost, 10);
  const id = String(rows()[0]!.id);
  expect(incidentById(store, 'production', id)).toBeNull();
  const change = { cluster: 'production', id, by: 'ann', now: at(20), note: null };
  expect(thrownBy(() => closeIncident(store, change))).toMatchObject({ code: 'not_found' });
});

test('facts that another version wrote leave the other incidents readable', () => {
  look({ ...lost, findings: [loss, { ...loss, subject: 'detailed' }] }, 130);
  store[SQL].exec(`UPDATE incidents SET facts = '{"kind":"of-tomorrow"}' WHERE subject = 'detailed'`);
  expect(openIncidents(store, 'production').map(({ subject }) => subject)).toEqual(['government']);
});

test('the time until which a cluster was watched is kept', () => {
  expect(watchedUntil(store, 'production')).toBeNull();
  saveWatchedUntil(store, 'production', at(1));
  saveWatchedUntil(other, 'production', at(2));
  expect(watchedUntil(store, 'production')).toBe(at(2));
});

test('open incidents are found by what they are about, and by their job or that of their run', () => {
  const found = (job: string) => openOfJob(store, 'production', job)?.subject ?? null;
  const findings: Finding[] = [
    { ...loss, holdMs: 0 },
    {
      ...{ ...loss, subject: 'Nightly', holdMs: 0 },
      facts: { kind: 'schedule', state: 'failed', due: iso(0), why: null, jobs: ['7', '8'] },
    },
    {
      ...{ ...loss, subject: 'backup: government', holdMs: 0 },
      facts: { kind: 'job', job: '9', title: 'Back up government', status: 'failed', message: null },
    },
  ];
  look({ findings, knows: () => true }, 10);
  expect(['7', '8', '9', '10'].map(found)).toEqual(['Nightly', 'Nightly', 'backup: government', null]);
  const keys = ['documents-lost government', 'schedule Nightly', 'drill government'];
  expect(openByKeys(store, 'production', keys).map(({ subject }) => subject)).toEqual(['government', 'Nightly']);
  expect(openByKeys(store, 'staging', keys)).toEqual([]);
  look(nothing, 20);
  look(nothing, 90);
  expect([found('7'), openByKeys(store, 'production', keys)]).toEqual([null, []]);
});
