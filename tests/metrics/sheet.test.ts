import { expect, test } from 'vitest';
import { CATALOGUE } from '../../lib/metrics/catalogue.ts';
import { counter, gauge, histogram, Sheet } from '../../lib/metrics/sheet.ts';

const DOCUMENTS = gauge('test_documents', 'Documents.', ['alias']);
const FREE = gauge('test_free_bytes', 'Free.');

test('a value that is unknown is left out, and so is a metric without a value', async () => {
  const sheet = new Sheet();
  sheet.set(DOCUMENTS, { alias: 'a' }, null);
  sheet.set(DOCUMENTS, { alias: 'b' }, 0);
  sheet.set(DOCUMENTS, { alias: 'c' }, Number.NaN);
  sheet.set(FREE, {}, null);
  expect(await sheet.text()).toBe(
    '# HELP test_documents Documents.\n# TYPE test_documents gauge\ntest_documents{alias="b"} 0\n',
  );
});

test('names with quotes, backslashes and line breaks are escaped, and those of every object are ordinary names', async () => {
  const sheet = new Sheet();
  for (const [at, alias] of ['a"b\\c\nd', 'constructor', '__proto__', 'größe'].entries())
    sheet.set(DOCUMENTS, { alias }, at);
  expect((await sheet.text()).split('\n').slice(2, -1)).toEqual([
    'test_documents{alias="a\\"b\\\\c\\nd"} 0',
    'test_documents{alias="constructor"} 1',
    'test_documents{alias="__proto__"} 2',
    'test_documents{alias="größe"} 3',
  ]);
});

test('a counter has the value that was counted elsewhere, and a histogram its buckets', async () => {
  const sheet = new Sheet();
  sheet.set(counter('test_jobs_total', 'Jobs.', ['kind']), { kind: 'backup' }, 41);
  sheet.observe(
    histogram('test_seconds', 'Took.', ['kind']),
    { kind: 'backup' },
    {
      buckets: [
        { within: 1, observations: 2 },
        { within: 60, observations: 3 },
      ],
      observations: 4,
      sum: 100.5,
    },
  );
  expect(await sheet.text()).toBe(
    `# HELP test_jobs_total Jobs.
# TYPE test_jobs_total counter
test_jobs_total{kind="backup"} 41

# HELP test_seconds Took.
# TYPE test_seconds histogram
test_seconds_bucket{kind="backup",le="1"} 2
test_seconds_bucket{kind="backup",le="60"} 3
test_seconds_bucket{kind="backup",le="+Inf"} 4
test_seconds_sum{kind="backup"} 100.5
test_seconds_count{kind="backup"} 4
`,
  );
});

test('one scrape has nothing of another one', async () => {
  new Sheet().set(DOCUMENTS, { alias: 'gone' }, 1);
  expect(await new Sheet().text()).toBe('\n');
});

test('every metric has a name of its own', () => {
  const names = CATALOGUE.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(40);
});
