import { expect, test } from 'vitest';
import type { IncidentFacts, IncidentKind, Severity } from '../../lib/contract/incident.ts';
import type { Finding, Look } from '../../lib/incidents/finding.ts';
import { step, type ClosedIncident, type OpenIncident } from '../../lib/incidents/step.ts';

const SECOND = 1_000;
const START = Date.parse('2026-11-28T06:47:00.000Z');
const at = (seconds: number) => START + seconds * SECOND;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

const lost = (now: number): IncidentFacts => ({
  kind: 'documents-lost',
  before: 10_000,
  now,
  lowest: now,
  moved: false,
});
const red: IncidentFacts = { kind: 'cluster-red', indices: ['a'], red: 1, unassignedShards: 1 };

const finding = (over: Partial<Finding> = {}): Finding => ({
  subject: 'government',
  severity: 'critical',
  facts: lost(700),
  began: { at: iso(0), after: iso(-60) },
  holdMs: 120 * SECOND,
  ...over,
});
const open = (over: Partial<OpenIncident> = {}): OpenIncident => ({
  id: '1',
  subject: 'government',
  severity: 'critical',
  facts: lost(700),
  began: { at: iso(0), after: iso(-60) },
  confirmed: true,
  seenMs: at(60),
  goneSinceMs: null,
  ...over,
});
const closed = (over: Partial<ClosedIncident> = {}): ClosedIncident => ({
  id: '1',
  kind: 'documents-lost',
  subject: 'government',
  severity: 'critical',
  closedMs: at(300),
  ...over,
});
const found = (...findings: Finding[]): Look => ({ findings, knows: () => true });
const nothing = found();
const unknown: Look = { findings: [], knows: () => false };

test('a new finding waits until it has lasted', () => {
  expect(step([], found(finding()), at(30))).toEqual([
    { change: 'begin', finding: finding(), confirmed: false, seenMs: at(30), now: at(30) },
  ]);
});

test('what has lasted before it was noticed is confirmed at once', () => {
  expect(step([], found(finding()), at(120))).toMatchObject([{ change: 'begin', confirmed: true }]);
});

test('one that waits is confirmed once it has lasted, by its first beginning', () => {
  const waiting = open({ confirmed: false });
  const later = finding({ began: { at: iso(100), after: null } });
  expect(step([waiting], found(later), at(119))).toMatchObject([{ change: 'last', confirmedMs: null }]);
  expect(step([waiting], found(later), at(120))).toMatchObject([
    { change: 'last', id: '1', confirmedMs: at(120), began: waiting.began },
  ]);
});

test('one that waits and was not watched since then begins anew', () => {
  const waiting = open({ subject: '', facts: red, confirmed: false, seenMs: at(10) });
  const again = (seconds: number) =>
    finding({ subject: '', facts: red, began: { at: iso(seconds), after: iso(seconds - 15) } });
  expect(step([waiting], found(again(150)), at(150))).toMatchObject([{ began: waiting.began, confirmedMs: at(150) }]);
  expect(step([waiting], found(again(600)), at(600))).toMatchObject([{ began: again(600).began, confirmedMs: null }]);
});

test('one that waits and is dated by what is saved keeps its beginning, also where nobody watched', () => {
  const waiting = open({ confirmed: false, seenMs: at(10) });
  expect(step([waiting], found(finding()), at(600))).toMatchObject([{ began: waiting.began, confirmedMs: at(600) }]);
});

test('a dip that comes back in time is forgotten', () => {
  expect(step([open({ confirmed: false })], nothing, at(90))).toEqual([{ change: 'forget', id: '1' }]);
});

test('one answer says nothing of the time after it, however often it is looked at', () => {
  const sameAnswer: Look = { ...found(finding()), observedAt: () => at(10) };
  expect(step([], sameAnswer, at(500))).toMatchObject([{ change: 'begin', confirmed: false, seenMs: at(10) }]);
  expect(step([open({ confirmed: false, seenMs: at(10) })], sameAnswer, at(500))).toEqual([]);
});

test('a look that observes the same as before changes nothing', () => {
  expect(step([open()], { ...found(finding()), observedAt: () => at(60) }, at(70))).toEqual([]);
});

test('that it still lasts is written once a minute, other facts at once', () => {
  expect(step([open()], found(finding()), at(104))).toEqual([]);
  expect(step([open()], found(finding({ facts: lost(600) })), at(61))).toMatchObject([{ facts: lost(600) }]);
  expect(step([open()], found(finding()), at(105))).toMatchObject([{ change: 'last', seenMs: at(105) }]);
});

test('other facts and a worse severity are kept', () => {
  const disk = (watermark: 'low' | 'high'): IncidentFacts => ({
    kind: 'disk',
    watermark,
    usedPercent: 90,
    freeBytes: 1,
  });
  const low = open({ subject: 'es-1', severity: 'warning', facts: disk('low') });
  const high = finding({ subject: 'es-1', severity: 'critical', facts: disk('high') });
  expect(step([low], found(high), at(90))).toMatchObject([
    { change: 'last', severity: 'critical', facts: { watermark: 'high' }, confirmedMs: null },
  ]);
});

test('an incident ends when it has been gone for a minute: after it was last seen, when it was first seen gone', () => {
  expect(step([open()], nothing, at(90))).toEqual([{ change: 'gone', id: '1', sinceMs: at(90) }]);
  const gone = open({ goneSinceMs: at(90) });
  expect(step([gone], nothing, at(149))).toEqual([]);
  expect(step([gone], nothing, at(150))).toEqual([{ change: 'end', id: '1', ended: { at: iso(90), after: iso(60) } }]);
});

test('one that comes back within the minute is the same', () => {
  expect(step([open({ goneSinceMs: at(90) })], found(finding()), at(120))).toMatchObject([
    { change: 'last', id: '1', seenMs: at(120), began: open().began },
  ]);
});

test('what is unknown neither lasts nor is gone', () => {
  expect(step([open(), open({ id: '2', confirmed: false })], unknown, at(9_000))).toEqual([]);
  expect(step([open({ goneSinceMs: at(90) })], unknown, at(9_000))).toEqual([]);
});

test('an older answer of another process changes nothing', () => {
  const older = (look: Look): Look => ({ ...look, observedAt: () => at(50) });
  expect(step([open({ confirmed: false })], older(nothing), at(70))).toEqual([]);
  expect(step([open()], older(nothing), at(70))).toEqual([]);
  expect(step([open({ goneSinceMs: at(65) })], older(found(finding())), at(70))).toEqual([]);
});

test('two kinds and two subjects are incidents of their own', () => {
  const other = finding({ subject: 'detailed' });
  const ofCluster = finding({ subject: '', facts: red });
  expect(step([open()], found(finding(), other, ofCluster), at(120)).map(({ change }) => change)).toEqual([
    'begin',
    'begin',
    'last',
  ]);
});

test('of two findings of one thing the worse one counts', () => {
  const severities = (...of: Severity[]) =>
    step([], found(...of.map((severity) => finding({ severity }))), at(0)).flatMap((transition) =>
      transition.change === 'begin' ? [transition.finding.severity] : [],
    );
  expect(severities('warning', 'critical')).toEqual(['critical']);
  expect(severities('critical', 'warning')).toEqual(['critical']);
});

test('what a person closed does not begin again while it lasts, and may once it was over', () => {
  expect(step([], found(finding()), at(400), [closed()])).toEqual([]);
  expect(step([], nothing, at(400), [closed()])).toEqual([{ change: 'closed-is-over', id: '1', sinceMs: at(400) }]);
  expect(step([], unknown, at(400), [closed()])).toEqual([]);
});

test('what was observed before it was closed does not say that it is over', () => {
  const look: Look = { ...nothing, observedAt: () => at(299) };
  expect(step([], look, at(310), [closed()])).toEqual([]);
});

test('another loss that began after a person closed one is a new incident', () => {
  const another = finding({ began: { at: iso(350), after: iso(340) } });
  expect(step([], found(another), at(360), [closed()])).toEqual([
    { change: 'closed-is-over', id: '1', sinceMs: at(360) },
    { change: 'begin', finding: another, confirmed: false, seenMs: at(360), now: at(360) },
  ]);
});

test('a red cluster that a person closed stays closed after a restart, which dates it anew', () => {
  const ofCluster = finding({ subject: '', facts: red, began: { at: iso(350), after: null } });
  const closedRed = closed({ kind: 'cluster-red', subject: '' });
  expect(step([], found(ofCluster), at(360), [closedRed])).toEqual([]);
});

test('what becomes worse than it was when a person closed it is a new incident', () => {
  const facts: IncidentFacts = { kind: 'disk', watermark: 'flood-stage', usedPercent: 99, freeBytes: 0 };
  const flood = finding({ subject: 'es-1', facts });
  const closedLow = closed({ kind: 'disk', subject: 'es-1', severity: 'warning' });
  expect(step([], found(flood), at(360), [closedLow]).map(({ change }) => change)).toEqual(['closed-is-over', 'begin']);
});

test('a clock that was set back confirms nothing and ends nothing too early', () => {
  const ahead = { seenMs: at(3_600), began: { at: iso(3_600), after: iso(3_540) } };
  const waiting = open({ confirmed: false, ...ahead });
  const foundAgain = finding({ began: { at: iso(0), after: iso(-60) } });
  expect(step([waiting], found(foundAgain), at(10))).toMatchObject([
    { change: 'last', confirmedMs: null, began: foundAgain.began, seenMs: at(10) },
  ]);
  const gone = open({ seenMs: at(3_600), goneSinceMs: at(3_700) });
  expect(step([gone], nothing, at(10))).toEqual([{ change: 'gone', id: '1', sinceMs: at(10) }]);
  const goneAgain = open({ seenMs: at(3_600), goneSinceMs: at(10) });
  expect(step([goneAgain], nothing, at(80))).toEqual([
    { change: 'end', id: '1', ended: { at: iso(10), after: iso(10) } },
  ]);
});

test('a look of other kinds leaves the incidents of these alone', () => {
  const kinds: IncidentKind[] = ['cluster-red'];
  const look: Look = { findings: [], knows: (kind) => kinds.includes(kind) };
  expect(step([open()], look, at(9_000))).toEqual([]);
});

test('what is not watched any more ends as such after a minute, found over or not, and what was closed stays closed', () => {
  const notWatched: Look = { findings: [], knows: () => false, watches: () => false };
  expect(step([open({ confirmed: false })], notWatched, at(70))).toEqual([{ change: 'forget', id: '1' }]);
  expect(step([open()], notWatched, at(70))).toEqual([{ change: 'gone', id: '1', sinceMs: at(70) }]);
  expect(step([open({ goneSinceMs: at(70) })], notWatched, at(129))).toEqual([]);
  expect(step([open({ goneSinceMs: at(70) })], notWatched, at(130))).toEqual([
    { change: 'not-watched', id: '1', sinceMs: at(70) },
  ]);
  expect(step([], notWatched, at(400), [closed()])).toEqual([]);
});

test('one alias may be left unwatched', () => {
  const look: Look = { ...nothing, watches: (kind, subject) => subject !== 'government' };
  const [first, second] = [open({ goneSinceMs: at(70) }), open({ id: '2', subject: 'detailed', goneSinceMs: at(70) })];
  expect(step([first, second], look, at(130)).map(({ change }) => change)).toEqual(['not-watched', 'end']);
});
