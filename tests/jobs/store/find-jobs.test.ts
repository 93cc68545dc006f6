import { expect, test } from 'vitest';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { findJobs } from '../../../lib/jobs/store/find-jobs.ts';
import { wordsOf } from '../../../lib/present/match-names.ts';
import { operator, verifyOf } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();

function jobWithTitle(title: string): string {
  const { store } = temporary;
  const { id } = store.create(
    { cluster: 'one', actor: operator, work: verifyOf(`/b/${title}.zip`) },
    thisProcess('server'),
    'queued',
  ).job;
  store[SQL].prepare('UPDATE jobs SET title = ? WHERE id = ?').run(title, Number(id));
  return id;
}

const found = (typed: string): string[] =>
  findJobs(temporary.store, { cluster: 'one', words: wordsOf(typed), limit: 6 }).jobs.map(({ title }) => title);

test.each([
  ['Verify Élan-2018', 'élan'],
  ['Verify Élan-2018', 'ELAN'],
  ['Verify ÄÖÜ', 'äöü'],
  ['Verify Ελλάδα', 'ΕΛΛ'],
  ['Verify GOVERNMENT', 'gov'],
])('%s is found by %s', (title, typed) => {
  jobWithTitle(title);
  jobWithTitle('Verify other');
  expect(found(typed)).toEqual([title]);
});
