import { describe, expect, it, test } from 'vitest';
import { incidentFacts, INCIDENT_KINDS, type FactsOf, type IncidentFacts } from '../../lib/contract/incident.ts';
import { incidentWords, type ToldIncident } from '../../lib/incidents/words.ts';
import { noticedWords } from '../../lib/incidents/words/observed.ts';

const NOW = Date.parse('2026-11-28T08:12:00Z');
const at = (time: string) => `2026-11-28T${time}:00.000Z`;

const anIncident = (facts: IncidentFacts, over: Partial<ToldIncident> = {}): ToldIncident => ({
  facts: incidentFacts.parse(facts),
  subject: 'government',
  severity: 'critical',
  began: { at: at('06:47'), after: null },
  noticedAt: at('06:49'),
  ended: null,
  ...over,
});
const OVER = { ended: { at: at('08:00'), after: null } };
const wordsOf = (facts: IncidentFacts, over?: Partial<ToldIncident>) => incidentWords(anIncident(facts, over), NOW);

const lost: FactsOf<'documents-lost'> = {
  kind: 'documents-lost',
  before: 8_940,
  now: 1_118,
  lowest: 1_118,
  moved: false,
};
const missing: FactsOf<'alias-missing'> = {
  kind: 'alias-missing',
  indices: ['a-1'],
  documents: 12,
  nameIsIndex: false,
};
const moved: FactsOf<'alias-moved'> = {
  kind: 'alias-moved',
  from: ['a-1'],
  to: ['a-2'],
  documents: { before: 10, after: 4 },
};
const unsearchable: FactsOf<'alias-unsearchable'> = {
  kind: 'alias-unsearchable',
  red: 1,
  closed: 0,
  of: 1,
  indices: ['a-1'],
};
const red: FactsOf<'cluster-red'> = { kind: 'cluster-red', indices: ['a-1', 'b-1'], red: 2, unassignedShards: 3 };
const disk: FactsOf<'disk'> = { kind: 'disk', watermark: 'low', usedPercent: 86.4, freeBytes: 12 * 1024 ** 3 };
const overdue: FactsOf<'backup-overdue'> = {
  kind: 'backup-overdue',
  lastGood: '2026-11-27T03:00:00.000Z',
  expected: { at: at('03:00'), schedule: 'Nightly' },
};
const schedule: FactsOf<'schedule'> = {
  kind: 'schedule',
  state: 'failed',
  due: at('03:00'),
  why: 'No space is left',
  jobs: ['7'],
};
const job: FactsOf<'job'> = {
  kind: 'job',
  job: '118',
  title: 'Back up government',
  status: 'failed',
  message: 'No space.',
};
const waiting: FactsOf<'job-waiting'> = {
  kind: 'job-waiting',
  job: '118',
  title: 'Back up government',
  since: at('07:00'),
  why: null,
};
const drill: FactsOf<'drill'> = { kind: 'drill', job: '119', problem: 'It had 3 documents instead of 4' };
const TEN = Array.from({ length: 10 }, (_, n) => `a-${n}`);

describe('title and sentences', () => {
  it.each<[string, IncidentFacts, Partial<ToldIncident>, string, string]>([
    [
      'a loss',
      lost,
      {},
      'government lost 87 % of its documents',
      'It has 1,118 documents; it had 8,940 before (7,822 fewer). It points to the same indices as before: the documents are missing in them.',
    ],
    [
      'a loss by a move',
      { ...lost, moved: true },
      {},
      'government lost 87 % of its documents',
      'It has 1,118 documents; it had 8,940 before (7,822 fewer). It points to other indices since then.',
    ],
    [
      'a loss of all',
      { ...lost, now: 0, lowest: 0 },
      {},
      'government lost all of its 8,940 documents',
      'It has 0 documents; it had 8,940 before (8,940 fewer). It points to the same indices as before: the documents are missing in them.',
    ],
    [
      'the loss of one',
      { ...lost, before: 1, now: 0, lowest: 0, moved: true },
      {},
      'government lost its only document',
      'It has 0 documents; it had 1 before (1 fewer). It points to other indices since then.',
    ],
    [
      'a loss that is being restored',
      { ...lost, now: 5_000, moved: true },
      {},
      'government lost 87 % of its documents',
      'It has 5,000 documents; it had 8,940 before (3,940 fewer). It had 1,118 at the fewest. It points to other indices since then.',
    ],
    [
      'a loss whose documents are there again',
      { ...lost, now: 9_000, moved: true },
      {},
      'government lost 87 % of its documents',
      'It has 9,000 documents again; it had 1,118 at the fewest. It points to other indices since then.',
    ],
    [
      'a loss of a cluster that does not answer',
      { ...lost, now: null, moved: true },
      {},
      'government lost 87 % of its documents',
      'How many documents it has now is unknown; it had 8,940 before, and 1,118 at the fewest. It points to other indices since then.',
    ],
    [
      'a loss that is over',
      lost,
      OVER,
      'government lost 87 % of its documents',
      'It had 1,118 documents at the fewest; it had 8,940 before.',
    ],
    [
      'a missing alias',
      missing,
      {},
      'Alias government is missing',
      'No index has this alias, so searches for it fail. It pointed to a-1. It had 12 documents.',
    ],
    [
      'a missing alias whose name an index has',
      { ...missing, nameIsIndex: true, documents: null, indices: [] },
      {},
      'Alias government is missing',
      'An index has its name, so searches reach that index only.',
    ],
    [
      'a missing alias of many indices',
      { ...missing, indices: TEN, documents: 1 },
      OVER,
      'Alias government was missing',
      'No index had this alias, so searches for it failed. It had pointed to a-0, a-1, a-2 and others. It had 1 document.',
    ],
    [
      'an alias that was moved',
      moved,
      {},
      'government was switched, and not by Restore Desk',
      'It points to a-2 instead of a-1. After the switch it had 4 documents instead of 10: 6 fewer (60 %). No job of this Restore Desk did this.',
    ],
    [
      'an alias that was moved, of unknown numbers',
      { ...moved, documents: { before: null, after: null } },
      OVER,
      'government was switched, and not by Restore Desk',
      'It pointed to a-2 instead of a-1. No job of this Restore Desk did this.',
    ],
    [
      'one red index',
      unsearchable,
      {},
      'The index of government is red',
      'Searches for government fail or miss documents until all shards are assigned. The index: a-1.',
    ],
    [
      'a closed index of three',
      { ...unsearchable, red: 0, closed: 1, of: 3 },
      {},
      '1 of 3 indices of government is closed',
      'Searches for government fail, or find nothing in what is closed. The index: a-1.',
    ],
    [
      'two indices of three',
      { ...unsearchable, closed: 1, of: 3, indices: ['a-1', 'a-2'] },
      OVER,
      '2 of 3 indices of government were red or closed',
      'Searches for government failed or missed documents. The indices: a-1 and a-2.',
    ],
    [
      'a red cluster',
      red,
      {},
      'The cluster is red',
      '2 indices lack shards with documents: a-1 and b-1. 3 shards are not assigned. Searches of such an index fail or miss documents.',
    ],
    [
      'a red cluster whose indices are unknown',
      { ...red, indices: [], red: 0, unassignedShards: null },
      OVER,
      'The cluster was red',
      'Searches of red indices failed or missed documents.',
    ],
    [
      'a yellow cluster',
      { kind: 'cluster-yellow', unassignedShards: 1 },
      {},
      'The cluster is yellow',
      '1 shard is not assigned. All documents can be searched, but some have no copy on another node: the loss of a node can lose them.',
    ],
    [
      'a yellow cluster of unknown shards',
      { kind: 'cluster-yellow', unassignedShards: null },
      OVER,
      'The cluster was yellow',
      'Replicas were missing. All documents could be searched, but some had no copy on another node.',
    ],
    [
      'a silent cluster',
      { kind: 'cluster-silent', message: 'No connection to http://search:9200' },
      {},
      'The cluster does not answer',
      'No connection to http://search:9200. What happens on it is unknown until it answers.',
    ],
    [
      'a cluster whose indices can’t be listed',
      { kind: 'cluster-silent', message: 'The user may not list indices.', refused: true },
      {},
      'The state of the cluster can’t be read',
      'The user may not list indices. It answers, but what happens on it is unknown until its health and its indices can be read.',
    ],
    [
      'a cluster that refuses the password',
      { kind: 'cluster-silent', message: 'The cluster refused the password (HTTP 401)', refused: true },
      {},
      'The state of the cluster can’t be read',
      'The cluster refused the password (HTTP 401). It answers, but what happens on it is unknown until its health and its indices can be read.',
    ],
    [
      'a cluster that refused the password',
      { kind: 'cluster-silent', message: 'The cluster refused the password (HTTP 401).', refused: true },
      OVER,
      'The state of the cluster couldn’t be read',
      'The cluster refused the password (HTTP 401). What happened on it in that time was found when it could be read again.',
    ],
    [
      'a disk over the low watermark',
      disk,
      { subject: 'node-1' },
      'The disk of node node-1 is over the low watermark',
      '86 % of it is used, 12.0 GB are free. Elasticsearch assigns no more replicas to this node.',
    ],
    [
      'a disk at the flood stage',
      { ...disk, watermark: 'flood-stage', usedPercent: 99.7, freeBytes: null },
      { ...OVER, subject: 'node-1' },
      'The disk of node node-1 was over the flood-stage watermark',
      '99 % of it was used. Elasticsearch blocked writes to every index with a shard on this node.',
    ],
    [
      'an overdue backup',
      overdue,
      {},
      'The backup of government is overdue',
      'Its last good backup is of 27 Nov 03:00 UTC. Schedule Nightly should have backed it up at 03:00 UTC.',
    ],
    [
      'no backup',
      { ...overdue, lastGood: null, expected: null },
      {},
      'The backup of government is overdue',
      'There is no good backup of it.',
    ],
    [
      'a failed schedule',
      schedule,
      { subject: 'Nightly' },
      'Schedule Nightly failed at 03:00 UTC',
      'The run failed. No space is left.',
    ],
    [
      'a schedule that ran late',
      { ...schedule, state: 'overdue', why: null, jobs: [] },
      { ...OVER, subject: 'Nightly' },
      'Schedule Nightly should have run at 03:00 UTC',
      'No run had begun.',
    ],
    [
      'a missed run of another day',
      { ...schedule, state: 'missed', due: '2025-11-27T03:00:00.000Z', why: null, jobs: [] },
      { subject: 'Nightly' },
      'Schedule Nightly did not run at 27 Nov 2025 03:00 UTC',
      'There was no run at that time.',
    ],
    [
      'a missed run that says why',
      { ...schedule, state: 'missed', why: 'Restore Desk did not run at this time.', jobs: [] },
      { subject: 'Nightly' },
      'Schedule Nightly did not run at 03:00 UTC',
      'Restore Desk did not run at this time.',
    ],
    ['a failed job', job, {}, 'Job 118 failed: Back up government', 'No space.'],
    [
      'a partial job',
      { ...job, status: 'succeeded', message: null },
      {},
      'Job 118 left something out: Back up government',
      'The job ended, but not everything was done.',
    ],
    [
      'an interrupted job',
      { ...job, status: 'interrupted', message: null },
      {},
      'Job 118 was interrupted: Back up government',
      'Its process ended before the job did.',
    ],
    [
      'a job that waits',
      waiting,
      {},
      'Job 118 is waiting: Back up government',
      'It has waited since 07:00 UTC. Why is not known.',
    ],
    [
      'a job that waited for an answer',
      { ...waiting, why: 'for the cluster’s answer to POST /_bulk' },
      OVER,
      'Job 118 was waiting: Back up government',
      'It had waited since 07:00 UTC for the cluster’s answer to POST /_bulk.',
    ],
    [
      'a failed drill',
      drill,
      {},
      'The last restore drill of government failed',
      'It had 3 documents instead of 4. A restore of the same backup may fail too.',
    ],
  ])('of %s', (_, facts, over, title, what) => {
    expect(wordsOf(facts, over)).toMatchObject({ title, what });
  });

  const NOT_WATCHED = { ...OVER, endedBy: 'not-watched' } as const;
  const ALL: readonly IncidentFacts[] = [
    lost,
    missing,
    moved,
    unsearchable,
    red,
    { kind: 'cluster-yellow', unassignedShards: 0 },
    { kind: 'cluster-silent', message: '' },
    disk,
    overdue,
    schedule,
    job,
    waiting,
    drill,
  ];

  test('every kind has words, open and ended, and says where to go', () => {
    expect(ALL.map(({ kind }) => kind).sort()).toEqual([...INCIDENT_KINDS].sort());
    for (const facts of ALL)
      for (const over of [{}, OVER, { ...OVER, endedBy: 'person' as const }, NOT_WATCHED]) {
        const { next, title, what } = wordsOf(facts, over);
        expect(title).toMatch(/^\S.*[^.]$/);
        expect(what).toMatch(/^[A-Z0-9].*\.$/);
        expect(next.length).toBeGreaterThan(0);
        for (const { text } of next) expect(text).toMatch(/^[A-Z].*[^.]$/);
      }
  });

  test('what is not watched any more is told as over, and nobody looked again', () => {
    expect(wordsOf(missing, NOT_WATCHED)).toMatchObject({
      title: 'Alias government was missing',
      next: wordsOf(missing, OVER).next,
    });
    const silent: IncidentFacts = { kind: 'cluster-silent', message: 'No connection.' };
    expect(wordsOf(silent, NOT_WATCHED).what).toBe('No connection. Restore Desk has not looked since.');
  });

  test('the incident’s own page is a step only where its id is known', () => {
    expect(wordsOf(moved).next.map(({ page }) => page.of)).toEqual(['alias']);
    expect(wordsOf(moved, { id: '12' }).next.at(-1)?.page).toEqual({ of: 'incident', id: '12' });
  });
});

describe('of what a person closed', () => {
  const closed = { by: 'ann', at: at('08:00'), note: null };
  const CLOSED = { ...OVER, endedBy: 'person', closed } as const;

  test('the present tense and the steps remain: it may last', () => {
    const { next, title, what } = wordsOf(missing, CLOSED);
    expect(title).toBe('Alias government is missing');
    expect(what).toContain('searches for it fail.');
    expect(next).toEqual(wordsOf(missing).next);
  });

  test('they do not where it was seen to be over', () => {
    const over = { ...CLOSED, closed: { ...closed, overAt: at('08:05') } };
    expect(wordsOf(missing, over)).toMatchObject({
      title: 'Alias government was missing',
      next: wordsOf(missing, OVER).next,
    });
  });

  test('numbers that nobody counts any more are those of then, with the steps', () => {
    expect(wordsOf(lost, CLOSED)).toMatchObject({
      what: 'It had 1,118 documents at the fewest; it had 8,940 before.',
      next: wordsOf(lost).next,
    });
    const { next, what } = wordsOf(moved, { ...CLOSED, id: '12' });
    expect(what).toMatch(/^It pointed to a-2 instead of a-1\./);
    expect(next.map(({ page }) => page.of)).toEqual(['alias']);
  });
});

describe('steps lead to the first page of what they name', () => {
  const steps = (facts: IncidentFacts, backup: boolean | null = null, compared: boolean | null = null) =>
    incidentWords(anIncident(facts), NOW, { backup, compared }).next.slice(1);

  test.each<[string, IncidentFacts]>([
    ['a loss', lost],
    ['a missing alias', missing],
    ['a red index', { ...unsearchable, closed: 1 }],
  ])('of %s', (_, facts) => {
    const page = { of: 'restore', alias: 'government' };
    const last = (backup: boolean | null) => steps(facts, backup).at(-1);
    expect(last(true)).toMatchObject({ text: expect.stringMatching(/restore a backup of government$/i), page });
    expect(last(null)).toMatchObject({ text: expect.stringMatching(/government, if there is a good one$/), page });
    expect(last(false)).toEqual({
      text: 'See the backups of government: none is good',
      page: { of: 'backups', alias: 'government' },
    });
  });

  test('the overview is a step of a loss only where it compares ways to recover', () => {
    const pages = (compared: boolean | null) => steps(lost, true, compared).map(({ page }) => page.of);
    expect([pages(true), pages(false), pages(null)]).toEqual([['overview', 'restore'], ['restore'], ['restore']]);
  });

  test('a cluster that refuses is not said to be down', () => {
    const [step] = wordsOf({ kind: 'cluster-silent', message: 'HTTP 401', refused: true }).next;
    expect(step?.text).toMatch(/^Check the configured user, its password or API key/);
  });

  test('an overdue backup leads to a backup, a full disk to the clean-up', () => {
    expect(wordsOf(overdue).next[0]).toEqual({
      text: 'Back up government now',
      page: { of: 'back-up', alias: 'government' },
    });
    expect(wordsOf(disk).next[0]?.page).toEqual({ of: 'clean-up' });
  });
});

describe('time', () => {
  const time = (over: Partial<ToldIncident>) => incidentWords(anIncident(lost, over), NOW).since;
  it.each<[string, Partial<ToldIncident>, string]>([
    ['exactly', {}, 'since 06:47 UTC'],
    ['between two looks', { began: { at: at('06:47'), after: at('06:46') } }, 'since 06:47 UTC'],
    [
      'while nothing watched',
      { began: { at: at('06:47'), after: at('02:10') } },
      'between 02:10 and 06:47 UTC (not watched in between)',
    ],
    [
      'over midnight',
      { began: { at: at('00:20'), after: '2026-11-27T23:50:00.000Z' } },
      'between 27 Nov 23:50 and 28 Nov 00:20 UTC (not watched in between)',
    ],
    ['of another day', { began: { at: '2026-11-26T06:47:00.000Z', after: null } }, 'since 26 Nov 06:47 UTC'],
    ['of another year', { began: { at: '2025-12-31T06:47:00.000Z', after: null } }, 'since 31 Dec 2025 06:47 UTC'],
    [
      'in the future',
      { began: { at: at('09:30'), after: null } },
      'since 09:30 UTC, which is later than the clock shows now',
    ],
    ['a little in the future', { began: { at: at('08:13'), after: null } }, 'since 08:13 UTC'],
    ['its beginning before its last look', { began: { at: at('06:47'), after: at('07:00') } }, 'since 06:47 UTC'],
    ['ended', OVER, 'from 06:47 to 08:00 UTC, 1 h 13 min'],
    [
      'ended within a minute',
      { ended: { at: '2026-11-28T06:47:50.000Z', after: null } },
      'from 06:47:00 to 06:47:50 UTC, 50 s',
    ],
    [
      'ended while nothing watched',
      { ended: { at: at('08:00'), after: at('07:00') } },
      'began at 06:47 UTC, ended between 07:00 and 08:00 UTC (not watched in between)',
    ],
    [
      'began and ended while nothing watched',
      { began: { at: at('06:47'), after: at('02:10') }, ended: { at: at('08:00'), after: at('07:00') } },
      'began between 02:10 and 06:47 UTC (not watched in between), ended between 07:00 and 08:00 UTC (not watched in between)',
    ],
    [
      'ended before it began',
      { ended: { at: at('06:30'), after: null } },
      'began at 06:47 UTC, ended at 06:30 UTC: the clock was set back in between',
    ],
    ['closed by a person', { ...OVER, endedBy: 'person' }, 'since 06:47 UTC, closed at 08:00 UTC'],
    [
      'ended on another day',
      {
        began: { at: '2026-11-26T22:00:00.000Z', after: null },
        ended: { at: '2026-11-27T01:00:00.000Z', after: null },
      },
      'from 26 Nov 22:00 to 27 Nov 01:00 UTC, 3 h',
    ],
  ])('%s', (_, over, words) => {
    expect(time(over)).toBe(words);
  });

  test('that it was noticed is said where that was minutes after it began', () => {
    expect(noticedWords(anIncident(lost), NOW)).toBeNull();
    expect(noticedWords({ ...anIncident(lost), noticedAt: at('08:12') }, NOW)).toBe('noticed at 08:12 UTC');
  });
});
