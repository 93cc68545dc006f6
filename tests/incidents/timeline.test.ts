import { describe, expect, test } from 'vitest';
import type { Incident } from '../../lib/contract/incident.ts';
import type { ClusterChange } from '../../lib/contract/overview.ts';
import { observedLines, spanOf, timelineOf, type KnownOfIncident } from '../../lib/incidents/timeline.ts';
import type { TimelineJob } from '../../lib/incidents/timeline/jobs.ts';

const NOW = Date.parse('2026-11-28T09:00:00Z');
const at = (time: string) => `2026-11-28T${time.length === 5 ? `${time}:00` : time}.000Z`;
const ms = (time: string) => Date.parse(at(time));

const incident = (over: Partial<Incident> = {}): Incident => ({
  id: '12',
  cluster: 'production',
  subject: 'government',
  severity: 'critical',
  facts: { kind: 'documents-lost', before: 8_940, now: 1_118, lowest: 1_118, moved: false },
  began: { at: at('06:47'), after: at('06:46') },
  noticedAt: at('08:12'),
  ended: null,
  endedBy: null,
  acknowledged: null,
  closed: null,
  ...over,
});
const change = (time: string, sentence: string, over: Partial<ClusterChange> = {}): ClusterChange => ({
  id: sentence,
  at: at(time),
  after: at(time),
  level: 'warn',
  sentence,
  subjects: ['x'],
  job: null,
  ...over,
});
const job = (over: Partial<TimelineJob> = {}): TimelineJob => ({
  id: '118',
  title: 'Back up government',
  status: 'succeeded',
  partial: false,
  startedAt: at('06:40'),
  endedAt: at('06:45'),
  problem: null,
  actor: { name: 'ann', role: 'operator', address: null },
  ...over,
});
const tell = (over: Partial<KnownOfIncident> = {}, now = NOW) =>
  timelineOf(
    {
      incident: incident(),
      documents: [],
      changes: [],
      aliasEvents: [],
      jobs: [],
      jobsNotRead: null,
      kept: [],
      comments: [],
      messages: [],
      mutes: [],
      ...over,
    },
    now,
  );
const sentences = (over: Partial<KnownOfIncident> = {}) => tell(over).map(({ sentence }) => sentence);

const BEGAN = 'government lost 87 % of its documents.';
const NOTICED = 'Restore Desk noticed it, 1 h after it began.';

test('documents, health, changes, jobs and people are in one timeline, oldest first', () => {
  const events = tell({
    incident: incident({
      acknowledged: { by: 'ann', at: at('08:15') },
      ended: { at: at('08:30'), after: at('08:29') },
      endedBy: 'itself',
    }),
    documents: [
      { at: ms('01:00'), after: ms('01:00'), documents: 8_940, target: 'a' },
      { at: ms('06:47'), after: ms('06:46'), documents: 1_118, target: 'a' },
    ],
    changes: [change('06:44', 'Health went from green to red.', { subjects: [], level: 'bad' })],
    jobs: [job()],
    comments: [{ id: '1', by: 'bob', at: at('08:20'), text: 'The importer.' }],
    messages: [
      {
        ...{ id: '4', channel: 'on-call', subject: 'incident:12', incident: '12', event: 'began', number: 0 },
        ...{ body: {} as never, createdMs: ms('08:12'), nextTryMs: 0, attempts: 1, sentMs: ms('08:13') },
        ...{ gaveUpMs: null, outdated: false, answer: '200' },
      },
    ],
  });
  expect(events.map(({ at: time, of, sentence }) => [time.slice(11, 16), of, sentence])).toEqual([
    ['06:40', 'job', 'Job 118 of ann began: Back up government.'],
    ['06:44', 'health', 'Health went from green to red.'],
    ['06:45', 'job', 'Job 118 of ann succeeded: Back up government.'],
    ['06:47', 'incident', BEGAN],
    ['06:47', 'documents', 'government has 1,118 documents, 7,822 fewer.'],
    ['08:12', 'incident', NOTICED],
    ['08:13', 'message', 'A message that it began was sent to on-call.'],
    ['08:15', 'person', 'ann acknowledged it.'],
    ['08:20', 'person', 'bob commented.'],
    ['08:30', 'incident', 'It is over.'],
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test('what happened half an hour before it, or a quarter of an hour after its end, is not in it', () => {
  expect(sentences({ changes: [change('06:15', 'Early.'), change('06:20', 'Before.')] })).toContain('Before.');
  expect(sentences({ changes: [change('06:15', 'Early.')] })).not.toContain('Early.');
  const ended = incident({ ended: { at: at('07:00'), after: null }, endedBy: 'itself' });
  expect(sentences({ incident: ended, changes: [change('07:10', 'After.'), change('07:20', 'Late.')] })).toEqual([
    BEGAN,
    'It is over.',
    'After.',
    NOTICED,
  ]);
});

test('of what is not watched any more nothing says that it is over', () => {
  const left = incident({ ended: { at: at('08:30'), after: null }, endedBy: 'not-watched' });
  expect(sentences({ incident: left })).toEqual([
    expect.stringContaining('government'),
    NOTICED,
    'It is not watched any more: whether it is over is unknown.',
  ]);
});

test('the time before a beginning that nothing watched begins with the last look', () => {
  const { from, to } = spanOf(incident({ began: { at: at('06:47'), after: at('02:10') } }), NOW);
  expect([new Date(from).toISOString(), to]).toEqual([at('01:40'), NOW]);
});

test('an end in the future of a clock that was set back makes no negative time', () => {
  const { from, to } = spanOf(incident({ began: { at: at('10:00'), after: null } }), NOW);
  expect(to).toBeGreaterThanOrEqual(from);
});

describe('of an alias', () => {
  test('a change that is no problem is told only where it is about the alias', () => {
    const idle = { level: 'idle' as const };
    expect(
      sentences({
        changes: [
          change('06:50', 'Index other is new.', idle),
          change('06:51', 'Alias government is new.', { ...idle, subjects: ['government'] }),
        ],
      }),
    ).toEqual([BEGAN, 'Alias government is new.', NOTICED]);
  });

  test('what one answer of the cluster shows is told once', () => {
    const documents = [
      { at: ms('01:00'), after: ms('01:00'), documents: 8_940, target: 'a' },
      { at: ms('06:47:02'), after: ms('06:46'), documents: 1_118, target: 'b' },
    ];
    const move = {
      ...{ at: at('06:47'), after: at('06:46'), alias: 'government', before: ['a'], to: ['b'] },
      ...{ documents: { before: 8_940, after: 1_118 }, job: null },
    };
    expect(sentences({ documents, aliasEvents: [move] })).toEqual([
      BEGAN,
      'Alias government was switched from a to b, with 1,118 documents instead of 8,940: 7,822 fewer (87 %).',
      NOTICED,
    ]);
    const told = change('06:47', 'Alias government was switched from a to b.', {
      subjects: ['government', 'b', 'a'],
      named: [{ name: 'government', of: 'alias' }],
    });
    expect(sentences({ documents, aliasEvents: [move], changes: [told] })).toEqual([
      BEGAN,
      'Alias government was switched from a to b.',
      NOTICED,
    ]);
  });

  test('numbers that become unknown are said so, and small changes are left out', () => {
    const counts = [8_940, 8_941, null, 8_950].map((documents, n) => ({
      at: ms('07:00') + n * 60_000,
      after: ms('07:00') + n * 60_000 - 60_000,
      documents,
      target: 'a',
    }));
    expect(sentences({ documents: counts })).toEqual([
      BEGAN,
      'How many documents government has is unknown; it had 8,941.',
      'government has 8,950 documents.',
      NOTICED,
    ]);
  });
});

test('of the cluster’s health all changes are told', () => {
  const red: Incident = incident({
    subject: '',
    facts: { kind: 'cluster-red', indices: ['a'], red: 1, unassignedShards: 1 },
  });
  expect(sentences({ incident: red, changes: [change('06:50', 'Node n2 joined.', { level: 'idle' })] })).toContain(
    'Node n2 joined.',
  );
});

test('a job that fails says why, without what a document has; a short one has one line', () => {
  const problem = "mapper_parsing_exception: Preview of field's value: 'Jane'";
  const short = job({ status: 'failed', startedAt: at('06:45'), endedAt: at('06:45:30'), problem });
  expect(sentences({ jobs: [short] })[0]).toBe(
    'Job 118 of ann failed: Back up government. mapper_parsing_exception (the rest may repeat a document, and is left out).',
  );
  expect(sentences({ jobs: [job({ status: 'running', endedAt: null })] })).toEqual([
    'Job 118 of ann began: Back up government.',
    BEGAN,
    NOTICED,
  ]);
});

test('of very much the first and the last is listed, with what people did, and a line says what is not', () => {
  const changes = Array.from({ length: 300 }, (_, n) =>
    change(`07:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`, `Change ${n}.`),
  );
  const closed = { by: 'ann', at: at('08:50'), note: 'Planned.' };
  const events = tell({
    changes,
    incident: incident({ closed, ended: { at: closed.at, after: null }, endedBy: 'person' }),
    comments: [{ id: '1', by: 'bob', at: at('06:48'), text: 'Looking.' }],
  });
  expect(events.filter(({ of }) => of === 'change')).toHaveLength(200);
  const told = events.map(({ sentence }) => sentence);
  expect(told).toEqual(expect.arrayContaining(['Change 0.', 'Change 99.', 'Change 200.', 'Change 299.']));
  expect(told).not.toContain('Change 100.');
  expect(told.slice(told.indexOf('Change 99.')).slice(0, 3)).toEqual([
    'Change 99.',
    '100 more observations and jobs until 07:03 UTC are not listed: there are too many.',
    'Change 200.',
  ]);
  expect(events.filter(({ of }) => of === 'person')).toMatchObject([
    { sentence: 'bob commented.', text: 'Looking.' },
    { sentence: 'ann closed it.', text: 'Planned.', level: 'ok' },
  ]);
});

test('jobs that were not looked through are said', () => {
  expect(sentences({ jobs: [job()], jobsNotRead: { count: 300, after: at('06:50') } })).toContain(
    '300 jobs after this were not looked through: there are too many.',
  );
});

describe('what was kept with the incident', () => {
  const documents = [
    { at: ms('01:00'), after: ms('01:00'), documents: 8_940, target: 'a' },
    { at: ms('06:47'), after: ms('06:46'), documents: 1_118, target: 'a' },
  ];
  const outage = (sentence: string) => change('06:55', sentence, { id: 'outage', subjects: [] });
  const whole = { documents, changes: [outage('The cluster does not answer.')] };
  const kept = observedLines({ incident: incident(), aliasEvents: [], kept: [], ...whole }, NOW);
  const DOCUMENTS = 'government has 1,118 documents, 7,822 fewer.';

  test('is listed when the history does not have it any more', () => {
    expect(sentences({ kept })).toEqual([BEGAN, DOCUMENTS, 'The cluster does not answer.', NOTICED]);
  });

  test('is listed once, with the words of now', () => {
    const now = { ...whole, changes: [outage('The cluster did not answer for 5 min.')] };
    expect(sentences({ kept, ...now })).toEqual([BEGAN, DOCUMENTS, 'The cluster did not answer for 5 min.', NOTICED]);
  });
});
