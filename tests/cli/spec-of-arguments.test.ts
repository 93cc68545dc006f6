import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseArguments } from '../../lib/cli/parse-arguments.ts';
import { specOfArguments } from '../../lib/cli/spec-of-arguments.ts';
import { VERBS } from '../../lib/cli/verbs.ts';
import { failureOf } from '../support/failure-of.ts';

const specOf = (...words: string[]) =>
  specOfArguments(parseArguments(VERBS['schedule add'], ['http://127.0.0.1:9', ...words]));
const CRON = ['--cron', '0 3 * * *'];
const NIGHTLY = ['--name', 'Nightly', '--kind', 'backup', ...CRON];
const SNAPSHOT = ['--name', 'S', '--kind', 'snapshot', ...CRON];
const DRILL = ['--name', 'D', '--kind', 'drill', ...CRON];

test('every option of a backup and of a drill is in its schedule', () => {
  const rules = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'];
  const keeps = rules.flatMap((rule, n) => [`--keep-${rule}=${n === 0 ? -1 : n}`]);
  expect(
    specOf(
      ...NIGHTLY,
      '--tz',
      'Europe/London',
      '--alias',
      'a',
      '--alias',
      'b',
      '--index',
      'logs-*',
      '--to',
      'zips',
      '--missed',
      'record',
      ...keeps,
      '--keep-within',
      '30d',
    ),
  ).toEqual({
    name: 'Nightly',
    kind: 'backup',
    what: { all: false, aliases: ['a', 'b'], indices: ['logs-*'] },
    cron: '0 3 * * *',
    timeZone: 'Europe/London',
    to: resolve('zips'),
    missed: 'record',
    retention: { last: -1, hourly: 1, daily: 2, weekly: 3, monthly: 4, yearly: 5, within: '30d' },
    drill: null,
  });
  expect(
    specOf(...DRILL, '--to', './zips', '--in-turn', '--documents-per-second', '500', '--probe', 'a'),
  ).toMatchObject({
    to: resolve('zips'),
    retention: null,
    drill: {
      which: 'turns',
      documentsPerSecond: 500,
      probes: [{ name: 'a', query: 'a', minHits: 1, likeLivePercent: null }],
    },
  });
});

test('what is left out is every alias, UTC, the configured place, a run at the start, and no retention', () => {
  expect(specOf(...NIGHTLY)).toEqual({
    name: 'Nightly',
    kind: 'backup',
    what: { all: true, aliases: [], indices: [] },
    cron: '0 3 * * *',
    timeZone: 'UTC',
    to: null,
    missed: 'run',
    retention: null,
    drill: null,
  });
  expect(specOf(...DRILL).drill).toEqual({ which: 'newest', documentsPerSecond: null, probes: [] });
});

test('a place is a directory, a bucket or a repository', () => {
  expect(specOf(...NIGHTLY, '--to', 's3://backups/search/').to).toBe('s3://backups/search');
  expect(specOf(...SNAPSHOT, '--to', 'nightly').to).toBe('nightly');
  expect(specOf(...DRILL, '--to', 'nightly').to).toBe('nightly');
  expect(specOf(...DRILL, '--to', 's3://backups').to).toBe('s3://backups');
});

test('probes need the least hits, or as many as the live alias has', () => {
  const probes = (...words: string[]) => specOf(...DRILL, ...words).drill!.probes;
  const clause = '{"term":{"format":"guide"}}';
  expect(probes('--probe', 'a', '--probe', clause, '--min-hits', '10')).toEqual([
    { name: 'a', query: 'a', minHits: 10, likeLivePercent: null },
    { name: clause, query: clause, minHits: 10, likeLivePercent: null },
  ]);
  expect(probes('--probe', 'a', '--like-live', '5')).toMatchObject([{ minHits: null, likeLivePercent: 5 }]);
});

test.each([
  ['no name', NIGHTLY.slice(2), '--name', null],
  ['no kind', [...NIGHTLY.slice(0, 2), ...CRON], '--kind', null],
  ['no times', NIGHTLY.slice(0, 4), '--cron', null],
  ['a wrong name', ['--name', 'a/b', ...NIGHTLY.slice(2)], '--name:', 'name'],
  ['an unknown kind', ['--name', 'a', '--kind', 'restore', ...CRON], '--kind:', 'kind'],
  ['wrong times', [...NIGHTLY.slice(0, 5), '0 99 * * *'], '--cron:', 'cron'],
  ['a wrong zone', [...NIGHTLY, '--tz', 'Europe/Lundon'], '--tz:', 'timeZone'],
  ['a wrong alias', [...NIGHTLY, '--alias', 'a b'], '--alias:', 'what.aliases'],
  ['a wrong pattern', [...NIGHTLY, '--index', 'A*'], '--index:', 'what.indices'],
  ['a wrong number', [...NIGHTLY, '--keep-daily', '1.5'], '--keep-daily:', 'retention.daily'],
  ['a wrong age', [...NIGHTLY, '--keep-within', '30'], '--keep-within:', 'retention.within'],
  ['rules that keep nothing', [...NIGHTLY, '--keep-daily', '0'], '--keep-…:', 'retention'],
  ['a wrong word for a miss', [...NIGHTLY, '--missed', 'later'], '--missed:', 'missed'],
  ['a probe of a backup', [...NIGHTLY, '--probe', 'a'], '--probe:', 'drill'],
  ['a wrong bucket', [...NIGHTLY, '--to', 's3://'], 's3://', null],
  ['another address', [...NIGHTLY, '--to', 'gs://a'], 'gs://a', null],
  ['no repository', SNAPSHOT, '--to:', 'to'],
  ['a directory as the repository', [...SNAPSHOT, '--to', '/a'], '--to:', 'to'],
  ['a drill with retention', [...DRILL, '--keep-last', '1'], '--keep-…:', 'retention'],
  ['a wrong rate', [...DRILL, '--documents-per-second', '0'], '--documents-per-second', null],
  ['hits without a probe', [...DRILL, '--min-hits', '3'], '--min-hits', null],
])('%s is wrong usage that names the option', async (_, words, option, field) => {
  const failure = await failureOf(() => specOf(...words));
  expect(failure).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(option) });
  if (field !== null) expect(failure.details).toMatchObject({ fields: { [field]: expect.any(String) } });
});
