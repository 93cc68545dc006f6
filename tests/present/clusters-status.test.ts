import { expect, test } from 'vitest';
import type { Concern } from '../../lib/contract/concerns.ts';
import { clustersStatus } from '../../lib/present/clusters-status.ts';

const statusOf = (...concerns: Concern[]) => clustersStatus(concerns.map((concern) => ({ concern })));

test('says how many clusters need attention, and how many of which', () => {
  expect(statusOf('critical', 'silent', 'unknown', 'none', 'none')).toEqual({
    level: 'bad',
    word: 'Needs attention',
    statement: '2 of 5 clusters need attention',
    short: '2 need attention',
    detail: '1 with a critical incident, 1 without an answer, 1 unknown and 2 fine.',
  });
  expect(statusOf('overdue', 'none')).toMatchObject({ level: 'warn', statement: '1 of 2 clusters needs attention' });
  expect(statusOf('red', 'drill')).toMatchObject({
    statement: 'Both clusters need attention',
    short: '2 need attention',
  });
});

test('never says that all are fine while one is unknown', () => {
  expect(statusOf('none', 'unknown')).toMatchObject({
    level: 'unknown',
    statement: 'The state of 1 of 2 clusters is unknown',
    short: '1 unknown',
  });
  expect(statusOf('unknown', 'unknown')).toMatchObject({ statement: 'The state of both clusters is unknown' });
  expect(statusOf('unknown', 'unknown', 'unknown')).toMatchObject({
    statement: 'The state of all 3 clusters is unknown',
  });
});

test('aliases that lost documents are as bad as in their row', () => {
  expect(statusOf('losses', 'none')).toMatchObject({
    level: 'bad',
    detail: '1 with incomplete or missing aliases and 1 fine.',
  });
});

test('yellow ones need no attention, and are not fine', () => {
  expect(statusOf('yellow', 'none')).toMatchObject({
    level: 'warn',
    statement: 'No cluster needs attention',
    detail: '1 yellow and 1 fine.',
  });
});

test('one cluster is not called all, and none is not fine', () => {
  expect(statusOf('none', 'none')).toMatchObject({ level: 'ok', statement: 'Both clusters are fine', detail: null });
  expect(statusOf('none')).toMatchObject({ statement: 'The cluster is fine' });
  expect(statusOf('red')).toMatchObject({ statement: 'The cluster needs attention' });
  expect(statusOf()).toMatchObject({ level: 'unknown', statement: 'You have no role on any cluster' });
});
