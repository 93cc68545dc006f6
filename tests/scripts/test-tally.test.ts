import { expect, test } from 'vitest';
import { countIn, failures, tally } from '../../scripts/test-tally.ts';

const report = (
  passed: number,
  failed: number,
  files: { status: string; assertionResults: { status: string }[] }[] = [],
) => JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files });

test('the counts are those of the report', () => {
  expect(tally(report(3, 0), 0)).toEqual({ passed: 3, failed: 0 });
  expect(tally(report(3, 2), 1)).toEqual({ passed: 3, failed: 2 });
});

test('a file that could not be loaded is a failure', () => {
  const files = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ];
  expect(tally(report(1, 1, files), 1)).toEqual({ passed: 1, failed: 2 });
});

test('no tests, an exit code other than 0 and a missing report are failures', () => {
  expect(tally(report(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
  expect(tally(report(5, 0), 1)).toEqual({ passed: 5, failed: 1 });
  expect(tally(null, 0)).toEqual({ passed: 0, failed: 1 });
  expect(tally('{', 0)).toEqual({ passed: 0, failed: 1 });
});

test('the count of an output is in its last count line', () => {
  expect(countIn('1 passed, 1 failed\nmore\n12 passed, 3 failed\n', 1)).toEqual({ passed: 12, failed: 3 });
  expect(countIn('so 12 passed, 3 failed\n', 0)).toEqual({ passed: 0, failed: 0 });
});

test('an output without failures counts one if the exit code is not 0', () => {
  expect(countIn('12 passed, 0 failed\n', 1)).toEqual({ passed: 12, failed: 1 });
  expect(countIn('', 1)).toEqual({ passed: 0, failed: 1 });
});

test('failed tests and files that could not be loaded are named with the beginning of their messages', () => {
  const text = JSON.stringify({
    testResults: [
      {
        name: 'tests/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'adds' },
          {
            status: 'failed',
            fullName: 'subtracts',
            failureMessages: [`expected 1 to be 2\n${'    at\n'.repeat(50)}`],
          },
        ],
      },
      { name: 'tests/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: 'tests/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  });
  const [subtracts, broken, ...more] = failures(text);
  expect(subtracts).toMatch(/^× tests\/a\.test\.ts > subtracts\n {4}expected 1 to be 2\n/);
  expect(subtracts!.split('\n').length).toBeLessThan(20);
  expect(broken).toBe('× tests/b.test.ts\n    no such module');
  expect(more).toEqual([]);
  expect(failures(null)).toEqual([]);
});
