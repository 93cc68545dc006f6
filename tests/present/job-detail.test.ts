import { describe, expect, test } from 'vitest';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import { refOfFile } from '@/lib/contract/backup-ref.ts';
import type { RunningJob, SucceededJob } from '@/lib/contract/job.ts';
import type { RestoreSnapshotPlan, RestoreSnapshotWork } from '@/lib/kinds/restore-snapshot/schema.ts';
import type { RestorePlan, RestoreResult, RestoreWork } from '@/lib/kinds/restore/schema.ts';
import type { RetryWork } from '@/lib/kinds/retry-rejected/schema.ts';
import type { SwitchPlan, SwitchResult, SwitchWork } from '@/lib/kinds/switch/schema.ts';
import { LOADING } from '@/lib/loading/phases.ts';
import { incidentSummary } from '@/lib/present/incident-summary.ts';
import { aliasOf, jobDetailOf } from '@/lib/present/job-detail.ts';
import { parseExact } from '@/lib/json/exact.ts';
import { jobStepsOf } from '@/lib/present/job-steps.ts';

const state = (index: string) => ({ index, uuid: index, membership: { alias: 'government' } });
const target = (index: string, documents: number | null) => ({
  ...state(index),
  state: 'open' as const,
  documents,
  primaryBytes: 1,
  createdAt: null,
});
const base = {
  id: '7',
  cluster: 'live',
  title: 'Restore government from 2026-11-23 03:00 UTC',
  actor: { name: 'ada', role: 'operator' as const, address: null },
  createdAt: '2026-11-23T14:20:00.000Z',
  subjects: [],
  follows: null,
};
const plan = {
  kind: 'restore',
  requests: [],
  checks: [],
  cluster: { uuid: 'c' },
  backup: { ref: refOfFile('/b/government/a.zip'), takenAt: '2026-11-23T03:00:00.000Z', documents: 8412 },
  target: { index: 'government-new', uuid: null, aliases: [] },
  alias: 'government',
  switchAlias: true,
  before: [target('government-old', 1204)],
} as unknown as RestorePlan;
const progress = {
  ...LOADING,
  subject: 'government-new',
  done: 4206,
  total: 8412,
  unit: 'documents' as const,
  bytes: 1,
  totalBytes: null,
  rate: null,
  secondsLeft: null,
  counters: null,
  pausedBecause: 'the disk reached the flood stage',
};
const running: RunningJob<RestoreWork> = {
  ...base,
  status: 'running',
  work: { kind: 'restore', plan },
  startedAt: base.createdAt,
  progress,
  cancelRequestedAt: null,
};
const result = {
  kind: 'restore' as const,
  status: 'done' as const,
  index: 'government-new',
  indexUuid: 'n',
  alias: 'government',
  backup: refOfFile('/b/government/a.zip'),
  documents: 8412,
  bytes: 1,
  indexed: 8412,
  existing: 0,
  newer: 0,
  rejected: 0,
  check: {
    documents: 8412,
    expected: 8412,
    digest: 'd',
    expectedDigest: 'd',
    verdict: 'equal' as const,
    sentence: 'Equal.',
    seconds: 1,
  },
  switched: true,
  notSwitched: null,
  aliasBefore: [state('government-old')],
  aliasAfter: [state('government-new')],
  rejectedFile: null,
  warnings: [],
  loadSeconds: 2,
  checkSeconds: 1,
  seconds: 4,
};
const done: SucceededJob<RestoreWork, RestoreResult> = {
  ...base,
  status: 'succeeded',
  work: { kind: 'restore', plan },
  startedAt: base.createdAt,
  endedAt: '2026-11-23T14:20:09.000Z',
  result,
};
const context = {
  cluster: { name: 'search', environment: 'production', backups: 'folder:/b', protected: false },
  followedBy: [],
  rejected: 0,
  retried: null,
  brokenGlass: [],
  lastSwitch: null,
  listing: null,
  takenAt: base.createdAt,
};
const moved = (from: string, to: string, job = '7') => ({
  job,
  at: '2026-11-23T14:20:09.000Z',
  move: { alias: 'government', index: to, before: [state(from)], after: [state(to)] },
});

test('steps before the current one are done, those after it are to do, and the reading of the plan is always done', () => {
  expect(jobStepsOf(running).map(({ state }) => state)).toEqual(['done', 'done', 'now', 'todo', 'todo', 'todo']);
  expect(
    jobStepsOf({
      ...base,
      status: 'interrupted',
      work: running.work,
      startedAt: base.createdAt,
      endedAt: base.createdAt,
      why: '',
      progress,
      resumable: true,
    }).map(({ state }) => state),
  ).toEqual(['done', 'done', 'failed', 'todo', 'todo', 'todo']);
  const unmoved: typeof done = { ...done, result: { ...result, switched: false } };
  expect(jobStepsOf(unmoved).at(-1)!.state).toBe('skipped');
});

test('the summary of a running restore says that nothing live was touched, and why it is paused', () => {
  const text = incidentSummary(running, { name: 'search', environment: 'production' });
  expect(text).toContain(
    '4,206 of 8,412 documents, time left unknown. Paused because the disk reached the flood stage.',
  );
  expect(text).toContain('Live index not touched: government pointed to government-old when this was planned.');
});

test('the summary of a running job has the time of its numbers, that of an ended job the time of its end', () => {
  const cluster = { name: 'search', environment: 'production' };
  const takenAt = '2026-11-24T05:06:07.000Z';
  expect(incidentSummary(running, cluster, { takenAt })).toMatch(/^2026-11-24 05:06 UTC Under way: /);
  expect(incidentSummary(done, cluster, { takenAt })).toMatch(/^2026-11-23 14:20 UTC Done: /);
});

test('the summary of a job that does not move says what it waits for and since when', () => {
  const waitingFor = { what: 'the cluster’s answer to POST /government-new/_bulk', since: '2026-11-23T14:20:05.000Z' };
  const waiting = { ...running, progress: { ...progress, pausedBecause: null, waitingFor } };
  expect(incidentSummary(waiting, { name: 'search', environment: 'production' })).toContain(
    'time left unknown. Waiting since 14:20:05 UTC for the cluster’s answer to POST /government-new/_bulk.',
  );
  const unknown = { ...waiting, progress: { ...waiting.progress, waitingFor: { ...waitingFor, what: null } } };
  expect(incidentSummary(unknown, { name: 'search', environment: 'production' })).toContain(
    'No progress since 14:20:05 UTC.',
  );
});

const index = (name: string, uuid: string, aliases: string[], more: Partial<IndexSummary> = {}): IndexSummary => ({
  name,
  uuid,
  state: 'open',
  health: 'green',
  documents: 5,
  primaryBytes: 1,
  storeBytes: 1,
  shards: 1,
  replicas: 0,
  createdAt: null,
  aliases: aliases.map((alias) => ({ alias })),
  blocks: [],
  hidden: false,
  loading: false,
  ...more,
});
const listingAt = (takenAt: string, ...indices: IndexSummary[]) => ({ takenAt, indices });
const [OLD, NEW] = [
  (aliases: string[], more?: Partial<IndexSummary>) => index('government-old', 'government-old', aliases, more),
  (aliases: string[]) => index('government-new', 'n', aliases),
];
const LATER = '2026-11-23T14:21:00.000Z';

describe('the status of a finished restore’s alias comes from a later listing, not from the job', () => {
  const lastSwitch = moved('government-old', 'government-new');
  const undone = { ...moved('government-new', 'government-old', '8'), at: '2026-11-23T14:20:30.000Z' };
  undone.move.before[0]!.uuid = lastSwitch.move.after[0]!.uuid = 'n';
  const detailOf = (more: Partial<Parameters<typeof jobDetailOf>[1]>) => jobDetailOf(done, { ...context, ...more });

  test.each([
    [
      'moved, and both indices exist',
      { lastSwitch, listing: listingAt(LATER, NEW(['government']), OLD([])) },
      { where: 'here', beforeNow: 'open' },
      'Checked 2026-11-23 14:21 UTC: government points to government-new. government-old is kept, open; the switch can be undone.',
    ],
    [
      'the index before closed',
      { lastSwitch, listing: listingAt(LATER, NEW(['government']), OLD([], { state: 'closed' })) },
      { where: 'here', beforeNow: 'closed' },
      'government-old is kept, closed;',
    ],
    [
      'the index before deleted',
      { lastSwitch, listing: listingAt(LATER, NEW(['government'])) },
      { where: 'here', beforeNow: 'gone' },
      'government-old has been deleted: the switch can’t be undone.',
    ],
    [
      'the index before deleted and created again',
      { lastSwitch, listing: listingAt(LATER, NEW(['government']), OLD([], { uuid: 'another' })) },
      { where: 'here', beforeNow: 'gone' },
      'has been deleted',
    ],
    [
      'undone',
      { lastSwitch: undone, listing: listingAt(LATER, NEW([]), OLD(['government'])) },
      { where: 'before', indexNow: 'open' },
      'government points to government-old. government-new still exists.',
    ],
    [
      'moved by somebody else',
      { lastSwitch, listing: listingAt(LATER, NEW([]), OLD([]), index('third', 't', ['government'])) },
      { where: 'elsewhere', targets: [{ index: 'third', documents: 5 }] },
      'government points to third: it has been switched again since.',
    ],
    [
      'moved back by somebody else',
      { lastSwitch, listing: listingAt(LATER, NEW([]), OLD(['government'])) },
      { where: 'elsewhere', before: ['government-old'] },
      'government points to government-old: it has been switched again since.',
    ],
    [
      'undone, and moved to the restored index by somebody else',
      { lastSwitch: undone, listing: listingAt(LATER, NEW(['government']), OLD([])) },
      { where: 'elsewhere', index: 'government-new' },
      'government points to government-new: it has been switched again since.',
    ],
    [
      'removed by somebody else',
      { lastSwitch, listing: listingAt(LATER, NEW([]), OLD([])) },
      { where: 'elsewhere', targets: [] },
      'no index has the alias government.',
    ],
    [
      'listed only before the undo',
      { lastSwitch: undone, listing: listingAt('2026-11-23T14:20:20.000Z', NEW(['government']), OLD([])) },
      { where: 'unknown', seenAt: null },
      'Switched 2026-11-23 14:20 UTC; what government points to was not checked since.',
    ],
    ['never listed', { lastSwitch, listing: null }, { where: 'unknown', seenAt: null }, 'was not checked since'],
  ])('%s', (_, more, standing, sentence) => {
    const detail = detailOf(more);
    expect(detail.standing).toMatchObject(standing);
    expect(detail.summary).toContain(sentence);
    expect(detail.summary).toMatch(
      /^2026-11-23 14:20 UTC Done: .*\n[\s\S]*Alias government: government-old → government-new\./,
    );
    expect(detail.row.outcome).toContain('government was switched to it.');
  });
});

test('undo is offered for the last move only, where this job’s index is part of it', () => {
  expect(jobDetailOf(done, { ...context, lastSwitch: moved('government-old', 'government-new') }).moved).toMatchObject({
    atRestored: true,
    last: { from: [{ index: 'government-old', documents: 1204 }], to: [{ index: 'government-new', documents: 8412 }] },
  });
  expect(
    jobDetailOf(done, { ...context, lastSwitch: moved('government-new', 'government-old', '8') }).moved,
  ).toMatchObject({ atRestored: false, last: { job: '8' } });
  expect(
    jobDetailOf(done, { ...context, lastSwitch: moved('government-old', 'government-third', '9') }).moved,
  ).toBeNull();
  expect(jobDetailOf(running, { ...context, lastSwitch: moved('government-old', 'government-new') }).moved).toBeNull();
});

test('a move from before the job, and one that moved nothing, are not this job’s to undo', () => {
  const unmoved: typeof done = {
    ...done,
    work: { kind: 'restore', plan: { ...plan, target: { ...plan.target, uuid: 'n', aliases: ['government'] } } },
    result: { ...result, switched: false, aliasBefore: null, aliasAfter: null },
  };
  const earlier = moved('government-old', 'government-new', '3');
  expect(jobDetailOf(unmoved, { ...context, lastSwitch: earlier }).moved).toBeNull();
  expect(
    jobDetailOf(done, { ...context, lastSwitch: moved('government-new', 'government-new') }).moved,
    'as older versions stored a restore into the live index',
  ).toBeNull();
});

test('after a restore into the live index, that index is not one to switch back to', () => {
  const live = { ...target('government-new', 150), uuid: 'n' };
  const into: typeof done = {
    ...done,
    work: {
      kind: 'restore',
      plan: {
        ...plan,
        before: [live],
        switchAlias: false,
        target: { ...plan.target, uuid: 'n', aliases: ['government'] },
      },
    },
    result: { ...result, switched: false, aliasBefore: null, aliasAfter: null },
  };
  const { standing, summary } = jobDetailOf(into, { ...context, listing: listingAt(LATER, NEW(['government'])) });
  expect(standing).toMatchObject({ where: 'here', before: [], beforeNow: 'unknown' });
  expect(summary).not.toMatch(/switches back|untouched|Alias government:/);
  expect(summary).toContain('it can’t be undone');
});

test('a job that is done in part says so first', () => {
  const part: typeof done = { ...done, result: { ...result, status: 'partial', rejected: 3 } };
  expect(jobDetailOf(part, context).summary).toMatch(/^2026-11-23 14:20 UTC Done in part: Restore government/);
});

test('a retry of rejected documents that moved the alias can be undone like a restore', () => {
  const retry: SucceededJob<RetryWork, RestoreResult> = {
    ...done,
    work: { kind: 'retry-rejected', plan, earlier: result, of: '6' },
  };
  expect(aliasOf(retry)).toEqual({ alias: 'government', clusterUuid: 'c' });
  const lastSwitch = moved('government-old', 'government-new');
  lastSwitch.move.after[0]!.uuid = 'n';
  expect(
    jobDetailOf(retry, { ...context, lastSwitch, listing: listingAt(LATER, NEW(['government']), OLD([])) }),
  ).toMatchObject({
    moved: { atRestored: true, last: { from: [{ documents: 1204 }] } },
    standing: { where: 'here', beforeNow: 'open' },
  });
});

test('the outcome of a restore of an incomplete backup says how many documents were missing in it', () => {
  const part: typeof done = {
    ...done,
    work: { kind: 'restore', plan: { ...plan, backup: { ...plan.backup, documents: 5_000, promised: 8_412 } } },
    result: { ...result, status: 'partial', documents: 5_000, promised: 8_412, indexed: 5_000 },
  };
  const { row, summary } = jobDetailOf(part, context);
  expect(row).toMatchObject({
    partial: true,
    outcome: expect.stringContaining('3,412 are missing from the backup file'),
  });
  expect(summary).toContain('5,000 of 8,412 documents, into government-new.');
});

test('the summary of a restore includes the retry of its rejected documents', () => {
  expect(jobDetailOf(done, { ...context, retried: { job: '9', rejected: 0 } }).summary).toContain(
    'Job 9 sent the rejected documents again: all of them are in the index.',
  );
});

test('the move of an alias that pointed to nothing can’t be undone', () => {
  const first = moved('government-old', 'government-new');
  expect(
    jobDetailOf(done, { ...context, lastSwitch: { ...first, move: { ...first.move, before: [] } } }).moved,
  ).toBeNull();
});

test('a switch can be undone from its own page until the next switch', () => {
  const work = {
    kind: 'switch' as const,
    plan: {
      alias: 'government',
      before: [],
      after: [],
      requests: [],
      target: target('government-new', 1),
      cluster: { uuid: 'c' },
    } as unknown as SwitchPlan,
  };
  const job: SucceededJob<SwitchWork, SwitchResult> = {
    ...base,
    status: 'succeeded',
    work,
    startedAt: base.createdAt,
    endedAt: base.createdAt,
    result: { kind: 'switch', opened: false, seconds: 0, ...moved('government-old', 'government-new').move },
  };
  expect(
    jobDetailOf(job, { ...context, lastSwitch: moved('government-old', 'government-new', '7') }).moved,
  ).not.toBeNull();
  expect(jobDetailOf(job, { ...context, lastSwitch: moved('government-new', 'government-old', '8') }).moved).toBeNull();
});

test('a number in a filter that JavaScript can’t represent exactly is sent to the page as a plain number', () => {
  const [before] = result.aliasBefore;
  const filtered = {
    ...before!,
    membership: { alias: 'government', filter: parseExact('{"range":{"price":{"gte":1.0}}}') },
  };
  const job: typeof done = { ...done, result: { ...result, aliasBefore: [filtered] } };
  const shown = jobDetailOf(job, context).result as RestoreResult | null;
  expect(shown?.kind === 'restore' && shown.aliasBefore).toEqual([
    { ...before, membership: { alias: 'government', filter: { range: { price: { gte: 1 } } } } },
  ]);
});

test('the restore of another cluster’s backup is a copy, of a file as of a snapshot', () => {
  const ofFile = (from?: string): RunningJob<RestoreWork> => ({
    ...running,
    work: { kind: 'restore', plan: { ...plan, ...(from === undefined ? {} : { from }) } },
  });
  const ofSnapshot = (from?: string): RunningJob<RestoreSnapshotWork> => ({
    ...base,
    status: 'running',
    startedAt: base.createdAt,
    progress,
    cancelRequestedAt: null,
    work: {
      kind: 'restore-snapshot',
      plan: {
        ...plan,
        kind: 'restore-snapshot',
        snapshot: { repository: 'main', name: 'nightly', index: 'works', takenAt: null, documents: null, bytes: 1 },
        target: { index: 'works-2', replicas: 1 },
        after: [state('works-2')],
        ...(from === undefined ? {} : { from }),
      } as unknown as RestoreSnapshotPlan,
    },
  });
  for (const of of [ofFile, ofSnapshot]) {
    const copy = jobDetailOf(of('staging'), context);
    expect(copy.isCopy).toBe(true);
    expect(copy.facts).toContainEqual({ name: 'Of', value: 'another cluster' });
    const own = jobDetailOf(of(), context);
    expect(own.isCopy).toBe(false);
    expect(own.facts.map(({ name }) => name)).not.toContain('Of');
  }
});
