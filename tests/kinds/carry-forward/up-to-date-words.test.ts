import { describe, expect, it } from 'vitest';
import { NOTHING_CARRIED, type CarryCounts, type Change } from '../../../lib/contract/carried.ts';
import type { CarriedJob, UpToDate } from '../../../lib/contract/up-to-date.ts';
import {
  isBeforeSwitch,
  isCarried,
  remainingSentence,
  unknownAfter,
  writtenSentence,
} from '../../../lib/kinds/carry-forward/up-to-date-words.ts';

const counts = { equal: 900, sameValues: 0, changed: 14, onlyLeft: 3, onlyRight: 12 };
const done = { job: '5', readAt: '2026-01-08T03:40:00.000Z', counts, sameIndex: true };
const data = (carried: CarriedJob[] = [], comparison: Partial<typeof done> = {}): UpToDate => ({
  previous: { index: 'pages-1', uuid: 'u1', now: 'open' },
  backup: 'pages/a.zip',
  takenAt: '2026-01-08T03:00:00.000Z',
  to: 'pages-2',
  switchedAt: '2026-01-08T03:30:00.000Z',
  written: 26,
  comparison: { done: { ...done, ...comparison }, newest: null },
  carried,
  hasReplay: false,
  replays: [],
  publishers: {
    takenAt: '2026-01-08T04:00:00.000Z',
    job: '4',
    title: 'Restore pages',
    alias: 'pages',
    backup: null,
    isClosed: false,
    startedAt: '2026-01-08T03:00:00.000Z',
    switchedAt: '2026-01-08T03:30:00.000Z',
    templates: [],
    sentAgain: [],
  },
  closed: null,
});

const job = (id: string, of: string) => ({ job: id, of, status: 'succeeded' as const, at: '2026-01-08T04:00:00.000Z' });
const carry = (id: string, changes: Change[], of: Partial<CarryCounts> = {}, comparison = '5'): CarriedJob => ({
  ...job(id, comparison),
  kind: 'carry-forward',
  changes,
  counts: { ...NOTHING_CARRIED, ...of },
});
const undo = (id: string, of: string): CarriedJob => ({
  ...job(id, of),
  kind: 'undo-carry-forward',
  counts: NOTHING_CARRIED,
});
const both: Change[] = ['added', 'changed'];
const whole = { added: 12, changed: 14 };

describe('what is carried forward is done', () => {
  it('when new and changed documents are, by one job or by two; deletions never have to be', () => {
    expect(isCarried(data([]))).toBe(false);
    expect(isCarried(data([carry('6', both, whole)]))).toBe(true);
    expect(isCarried(data([carry('6', ['added'], { added: 12 })]))).toBe(false);
    expect(isCarried(data([carry('7', ['changed'], { changed: 14 }), carry('6', ['added'], { added: 12 })]))).toBe(
      true,
    );
    expect(isCarried(data([carry('6', ['deleted'], { deleted: 3 })]))).toBe(false);
  });

  it('also when there is nothing new or changed', () => {
    expect(isCarried(data([], { counts: { ...counts, changed: 0, onlyRight: 0 } }))).toBe(true);
  });

  it.each<[string, Partial<CarryCounts>]>([
    ['conflicts', { added: 12, changed: 13, conflicts: 1 }],
    ['rejected documents', { added: 11, changed: 14, rejected: 1 }],
    ['documents that the query left out', { added: 12, leftOut: 14 }],
  ])('not with %s', (_, part) => {
    expect(isCarried(data([carry('6', both, part)]))).toBe(false);
  });

  it('not by a job of another comparison, and not by a comparison from before the switch', () => {
    expect(isCarried(data([carry('4', both, whole, '3')]))).toBe(false);
    expect(isCarried(data([carry('6', both, whole)], { readAt: '2026-01-08T03:10:00.000Z' }))).toBe(false);
  });

  it('not once it was undone; the undo of another job changes nothing', () => {
    const first = carry('6', both, whole);
    expect(isCarried(data([undo('7', '6'), first]))).toBe(false);
    expect(isCarried(data([undo('8', '7'), carry('7', ['deleted'], { deleted: 3 }), first]))).toBe(true);
  });

  it('not by what was there already from a job that was undone later', () => {
    const second = carry('7', both, { already: 26 });
    expect(isCarried(data([second, carry('6', both, whole)]))).toBe(true);
    expect(isCarried(data([undo('8', '6'), second, carry('6', both, whole)]))).toBe(false);
  });
});

describe('what remains', () => {
  it('is said once something is carried', () => {
    expect(remainingSentence(data())).toBeNull();
    expect(remainingSentence(data([carry('6', both, whole)]))).toBeNull();
    expect(remainingSentence(data([carry('6', ['added'], { added: 12 })]))).toBe('Not carried: 14 changed documents.');
    expect(remainingSentence(data([carry('6', both, { added: 2, conflicts: 1, rejected: 2, leftOut: 21 })]))).toBe(
      'Not carried: 1 conflict, 2 rejected documents and 21 documents that the query left out.',
    );
  });

  it('is unknown where documents were not written', () => {
    expect(unknownAfter(data([carry('6', both, whole)]))).toBe(
      'changes after the backup that never reached the previous index.',
    );
    expect(unknownAfter(data([carry('6', both, { conflicts: 1, rejected: 2 })]))).toMatch(
      /, and what is right for 3 documents not written\.$/,
    );
  });
});

describe('a comparison from before the switch', () => {
  const before = data([], { readAt: '2026-01-08T03:10:00.000Z' });

  it('is not complete: documents were written between the two', () => {
    expect(isBeforeSwitch(before)).toBe(true);
    expect(writtenSentence({ ...before, written: 30 })).toBe(
      '12 new, 14 changed, 3 deletions after the backup. In all, 30 documents in it were added or changed after the backup.',
    );
    expect(unknownAfter(before)).toMatch(/between the comparison and the switch/);
  });

  it('is told only where the time of the switch is known', () => {
    expect(isBeforeSwitch(data())).toBe(false);
    expect(isBeforeSwitch({ ...before, switchedAt: null })).toBe(false);
  });
});

it('“after the backup” is said only of the index that was backed up', () => {
  expect(writtenSentence(data([], { sameIndex: false }))).toBe(
    '12 documents only in it, 14 with other content than in the backup, 3 only in the backup. ' +
      'The backup was taken of another index: which side is newer is not known.',
  );
});
