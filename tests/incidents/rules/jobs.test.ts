import { expect, test } from 'vitest';
import {
  jobFindings,
  subjectOfJob,
  waitingFindings,
  type AliveJobFacts,
  type DoneJob,
  type NotGoodJob,
} from '../../../lib/incidents/rules/jobs.ts';

const NOW = Date.parse('2026-11-28T08:00:00Z');
const at = (time: string) => `2026-11-28T${time}:00.000Z`;

const failed = (id: number, over: Partial<NotGoodJob> = {}): NotGoodJob => ({
  id: String(id),
  kind: 'backup',
  title: 'Back up government',
  status: 'failed',
  endedAt: at('07:00'),
  beatAt: at('06:59'),
  problem: 'No space is left.',
  follows: null,
  things: ['government'],
  ...over,
});
const done = (id: number, over: Partial<DoneJob> = {}): DoneJob => ({
  id: String(id),
  kind: 'backup',
  follows: null,
  things: ['government'],
  ...over,
});
const subjects = (notGood: NotGoodJob[], good: DoneJob[] = [], settled: string[] = []) =>
  jobFindings(notGood, { good, settled: new Set(settled), now: NOW }).map(({ facts, subject }) => [
    subject,
    facts.kind === 'job' && facts.job,
  ]);

test('a job that failed is found, with the time at which it ended', () => {
  expect(jobFindings([failed(5)], { good: [], settled: new Set(), now: NOW })).toEqual([
    {
      subject: 'backup: government',
      severity: 'warning',
      facts: {
        kind: 'job',
        job: '5',
        title: 'Back up government',
        status: 'failed',
        message: 'No space is left.',
      },
      began: { at: at('07:00'), after: null },
      holdMs: 0,
    },
  ]);
});

test('an interrupted job began between its last sign of life and when it was found', () => {
  const [found] = jobFindings([failed(5, { status: 'interrupted' })], { good: [], settled: new Set(), now: NOW });
  expect(found?.began).toEqual({ at: at('07:00'), after: at('06:59') });
});

test('a job that ended in the future of a clock that was set back began now', () => {
  const [found] = jobFindings([failed(5, { endedAt: at('09:00') })], { good: [], settled: new Set(), now: NOW });
  expect(found?.began.at).toBe(at('08:00'));
});

test('of several on the same things the newest is found', () => {
  expect(subjects([failed(7), failed(6, { things: ['mainstream'] }), failed(5)])).toEqual([
    ['backup: government', '7'],
    ['backup: mainstream', '6'],
  ]);
});

test('a later good job of the same kind on the same things makes it good, an earlier one or another kind does not', () => {
  expect(subjects([failed(5)], [done(6)])).toEqual([]);
  expect(subjects([failed(5)], [done(4)])).toHaveLength(1);
  expect(subjects([failed(5)], [done(6, { kind: 'snapshot' })])).toHaveLength(1);
  expect(subjects([failed(5)], [done(6, { things: ['govern'] })])).toHaveLength(1);
});

test('ids are numbers: job 10 is later than job 9', () => {
  expect(subjects([failed(9)], [done(10)])).toEqual([]);
  expect(subjects([failed(10)], [done(9)])).toHaveLength(1);
});

test('several things are made good together, or by a job on more', () => {
  const both = failed(5, { things: ['government', 'mainstream'] });
  expect(subjects([both], [done(6)])).toHaveLength(1);
  expect(subjects([both], [done(6), done(7, { things: ['mainstream', 'other'] })])).toEqual([]);
});

test('a job that was resumed, failed again and then succeeded is good, whatever the kind that went on with it', () => {
  const first = failed(5, { kind: 'restore' });
  const second = failed(6, { kind: 'restore', follows: '5', things: ['other'] });
  const third = done(7, { kind: 'retry-rejected', follows: '6' });
  expect(subjects([second, first])).toHaveLength(2);
  expect(subjects([second, first], [third])).toEqual([]);
});

test('a job whose incident has ended begins none again, nor does an older one of the same', () => {
  expect(subjects([failed(7), failed(5)], [], ['7'])).toEqual([]);
  expect(subjects([failed(8), failed(7), failed(5)], [], ['7'])).toEqual([['backup: government', '8']]);
});

test('a subject of thousands of things has at most 255 characters, and another one for other things', () => {
  const things = Array.from({ length: 1_000 }, (_, n) => `alias-${n}`);
  const subject = subjectOfJob({ kind: 'backup', things });
  expect(subject.length).toBeLessThanOrEqual(255);
  expect(subjectOfJob({ kind: 'backup', things: [...things.slice(0, -1), 'other'] })).not.toBe(subject);
  expect(subjectOfJob({ kind: 'backup', things })).toBe(subject);
});

test('what Elasticsearch quotes of documents is not in the facts', () => {
  const problem =
    "failed to parse field [age] of type [long] in document with id 'secret-id'. Preview of field's value: 'Jane's letter'";
  const [found] = jobFindings([failed(5, { problem })], { good: [], settled: new Set(), now: NOW });
  expect(JSON.stringify(found)).not.toMatch(/Jane|letter|secret-id/);
  expect(found?.facts).toMatchObject({ message: expect.stringContaining('failed to parse field [age]') });
});

const alive = (over: Partial<AliveJobFacts> = {}): AliveJobFacts => ({
  id: '9',
  title: 'Back up government',
  status: 'running',
  createdAt: at('07:00'),
  waitingFor: null,
  paused: false,
  slotFree: false,
  ...over,
});
const waits = (over: Partial<AliveJobFacts>) => waitingFindings([alive(over)], NOW);

test('a running job that has waited for more than 15 minutes is found', () => {
  const waitingFor = { what: 'the cluster’s answer to POST /_bulk', since: at('07:40') };
  expect(waits({ waitingFor })).toMatchObject([
    {
      subject: '9',
      facts: { kind: 'job-waiting', since: at('07:40'), why: 'for the cluster’s answer to POST /_bulk' },
      began: { at: at('07:40'), after: null },
    },
  ]);
  expect(waits({ waitingFor: { ...waitingFor, since: at('07:45') } })).toEqual([]);
  expect(waits({ waitingFor, paused: true })).toEqual([]);
  expect(waits({})).toEqual([]);
});

test('a queued job is found where nothing is in its way', () => {
  expect(waits({ status: 'queued' })).toEqual([]);
  expect(waits({ status: 'queued', slotFree: true })).toMatchObject([
    { facts: { since: at('07:00'), why: 'although no other job is in the way' } },
  ]);
  expect(waits({ status: 'queued', slotFree: true, createdAt: at('07:50') })).toEqual([]);
});
