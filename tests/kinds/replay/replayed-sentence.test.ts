import { expect, test } from 'vitest';
import { replayedSentence } from '../../../lib/kinds/replay/replayed-sentence.ts';
import { operator } from '../../jobs/builders.ts';
import type { Job } from '../../../lib/contract/job.ts';
import type { ReplayResult, ReplayWork } from '../../../lib/kinds/replay/schema.ts';

const at = '2026-11-28T07:40:00.000Z';

/** Only the parts that the sentence is about. */
const job = (to: string | null, end: object): Job<ReplayWork, ReplayResult> =>
  ({
    id: '9',
    cluster: 'production',
    title: 'Replay',
    actor: operator,
    createdAt: at,
    work: {
      kind: 'replay',
      plan: { choice: { from: '2026-11-28T02:55:00.000Z', to }, target: { name: 'search-app', url: 'http://app' } },
    },
    subjects: [],
    follows: null,
    startedAt: at,
    endedAt: at,
    ...end,
  }) as unknown as Job<ReplayWork, ReplayResult>;

const result = {
  outcomes: { done: 161, asThen: 0, newer: 0, failed: 0, unknown: 0, held: 0 },
  sent: 161,
  statuses: { '202': 161 },
  queue: { jobs: 0, retries: 0, scheduled: 0, emptySince: '2026-11-28T07:41:10.000Z' },
};

test('a replay is told with its times, its counts and the state of the queue', () => {
  expect(replayedSentence(job('2026-11-28T06:46:00.000Z', { status: 'succeeded', result }))).toBe(
    'Replayed captured traffic to search-app, from 2026-11-28 02:55 UTC to 2026-11-28 06:46 UTC: 161 requests sent, all answered 202. Queue empty since 2026-11-28 07:41:10 UTC.',
  );
});

test('a replay that has not succeeded says so', () => {
  expect(replayedSentence(job(null, { status: 'interrupted' }))).toBe(
    'The replay of captured traffic to search-app, from 2026-11-28 02:55 UTC to the end of the files, was interrupted.',
  );
});
