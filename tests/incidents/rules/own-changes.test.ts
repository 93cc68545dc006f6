import { expect, test } from 'vitest';
import { isOwnChange, type OwnJob } from '../../../lib/incidents/rules/own-changes.ts';

const job = (names: string[], moved: OwnJob['moved'] = null): OwnJob => ({ names: new Set(names), moved });
const change = (before: string[], to: string[]) => ({ alias: 'government', before, to });

test.each<[string, ReturnType<typeof change>, OwnJob]>([
  ['a switch that has ended', change(['a'], ['b']), job([], { alias: 'government', to: ['b'] })],
  [
    'a switch back to several indices',
    change(['b'], ['a-1', 'a-2']),
    job([], { alias: 'government', to: ['a-2', 'a-1'] }),
  ],
  ['a switch that still runs', change(['a'], ['b']), job(['government', 'b'])],
  ['an index that it deleted', change(['a'], []), job(['a'])],
  ['one of several indices that it deleted', change(['a', 'b'], ['b']), job(['a'])],
  ['an index that it removed from the alias', change(['a', 'b'], ['a']), job(['government', 'b'])],
])('a change is our own: %s', (_, of, by) => {
  expect(isOwnChange(of, [job(['other']), by])).toBe(true);
});

test.each<[string, ReturnType<typeof change>, OwnJob]>([
  ['another index than the one of the restore', change(['a'], ['c']), job(['government', 'b'])],
  ['the alias is removed during a restore', change(['a'], []), job(['government', 'b'])],
  ['a job of another alias moved to it', change(['a'], ['b']), job([], { alias: 'detailed', to: ['b'] })],
  ['only one of two deleted indices is of the job', change(['a', 'b'], []), job(['a'])],
  ['no job', change(['a'], ['b']), job([])],
])('a change is not our own: %s', (_, of, by) => {
  expect(isOwnChange(of, [by])).toBe(false);
});
