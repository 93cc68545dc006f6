import { expect, test } from 'vitest';
import { countIn, tally } from '../../scripts/test-tally.ts';

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
