import { expect, test } from 'vitest';
import { NOTHING_CARRIED } from '../../../lib/contract/carried.ts';
import type { UpToDate } from '../../../lib/contract/up-to-date.ts';
import { followUpLines } from '../../../lib/kinds/carry-forward/follow-up-lines.ts';

const window = { from: '2026-01-08T02:55:00Z', to: '2026-01-08T03:31:00Z' };
const data = (change: Partial<UpToDate> = {}, publishers: Partial<UpToDate['publishers']> = {}): UpToDate => ({
  previous: { index: 'pages-1', uuid: 'u1', now: 'open' },
  backup: 'pages/a.zip',
  takenAt: '2026-01-08T03:00:00.000Z',
  to: 'pages-2',
  switchedAt: '2026-01-08T03:30:00.000Z',
  written: null,
  comparison: null,
  carried: [],
  hasReplay: true,
  replays: [],
  publishers: {
    takenAt: '2026-01-08T04:00:00.000Z',
    job: '4',
    title: 'Restore pages',
    alias: 'pages',
    backup: null,
    startedAt: '2026-01-08T03:00:00.000Z',
    switchedAt: '2026-01-08T03:30:00.000Z',
    templates: [
      { name: 'Publishing API', command: 'a {from}' },
      { name: 'Whitehall', command: 'b {from}' },
    ],
    sentAgain: [],
    isClosed: false,
    ...publishers,
  },
  closed: null,
  ...change,
});
const at = '2026-01-08T04:40:00.000Z';

test('without anything done, the summary says that nothing is known', () => {
  expect(followUpLines(data())).toEqual([
    'Publishing API: not marked as done.',
    'Whitehall: not marked as done.',
    'Not known, from the start of the backup on (2026-01-08 03:00 UTC): which documents were changed or deleted after the backup, and changes after the backup that never reached the previous index.',
  ]);
});

test('the summary has everything that was done, in its order, who said it, and what is not known after it', () => {
  const all = data(
    {
      carried: [
        { job: '7', of: '5', status: 'running', at, counts: null, kind: 'undo-carry-forward' },
        {
          job: '6',
          of: '5',
          status: 'succeeded',
          at,
          counts: { ...NOTHING_CARRIED, added: 12, changed: 14 },
          kind: 'carry-forward',
          changes: ['added', 'changed'],
        },
      ],
      replays: [
        {
          job: '8',
          status: 'succeeded',
          at,
          isPartial: false,
          sentence: '1,178 of 1,178 requests replayed, 03:00 to 06:46 UTC.',
          unknown: 'web-1 captured nothing from 04:12 to 04:31.',
        },
      ],
      previous: null,
      closed: { by: 'ben', at, unknown: 'What was written at 04:12.' },
    },
    { sentAgain: [{ command: 'Whitehall', by: 'ann', at, ...window }] },
  );
  expect(followUpLines(all)).toEqual([
    'Carried forward: 12 added, 14 changed. Job 6.',
    'The undo of job 5 is running. Job 7.',
    '1,178 of 1,178 requests replayed, 03:00 to 06:46 UTC. Job 8.',
    'web-1 captured nothing from 04:12 to 04:31.',
    'Whitehall, 2026-01-08 02:55 UTC to 2026-01-08 03:31 UTC: marked as done by ann at 2026-01-08 04:40 UTC.',
    'Publishing API: not marked as done.',
    'Not known, from the start of the backup on (2026-01-08 03:00 UTC): every change that was made after the backup and was neither replayed nor sent again by the publishers.',
    'Incident closed by ben at 2026-01-08 04:40 UTC. What remains unknown, in their words: “What was written at 04:12.”',
  ]);
});

test('a mark for a part of the window says so', () => {
  const part = { ...window, from: '2026-01-08T03:20:00Z' };
  expect(followUpLines(data({}, { sentAgain: [{ command: 'Whitehall', by: 'ann', at, ...part }] }))[0]).toBe(
    'Whitehall, 2026-01-08 03:20 UTC to 2026-01-08 03:31 UTC: marked as done for a part of the time by ann at 2026-01-08 04:40 UTC.',
  );
});

test('no line says that the index has everything, whatever was done', () => {
  const sentAgain = ['Whitehall', 'Publishing API'].map((command) => ({ command, by: 'ann', at, ...window }));
  const lines = followUpLines(data({ closed: { by: 'ben', at, unknown: null } }, { sentAgain }));
  expect(lines.join('\n')).not.toMatch(/in sync|up to date|complete/);
  expect(lines.filter((line) => line.startsWith('Not known'))).toHaveLength(1);
});
