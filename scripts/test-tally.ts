interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name?: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName?: string; failureMessages?: readonly string[] }[];
  }[];
}

export interface Tally {
  passed: number;
  failed: number;
}

/**
 * Counts the passed and failed tests of a vitest run. One failure is counted for a file that could not be loaded, a run
 * that ended with an error but no failed test (an unhandled error), a run of no tests, and a run without a readable
 * report.
 */
export function tally(report: string | null, exitCode: number): Tally {
  let read: Report;
  try {
    read = JSON.parse(report ?? '') as Report;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const brokenFiles = read.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const passed = read.numPassedTests;
  const failed = read.numFailedTests + brokenFiles;
  if (failed === 0 && (passed === 0 || exitCode !== 0)) return { passed, failed: 1 };
  return { passed, failed };
}

/** A failure is named with this much of its message: what was expected is in the first lines. */
const MESSAGE_LINES = 12;
const LINE_CHARACTERS = 300;

/**
 * The failed tests of a vitest run, each with its file, its name and the beginning of its messages; files that could not be loaded are
 * among them. Printed at the end of a run, where a log that was cut at its beginning still has them. [] for no readable report.
 */
export function failures(report: string | null): string[] {
  let read: Report;
  try {
    read = JSON.parse(report ?? '') as Report;
  } catch {
    return [];
  }
  return read.testResults.flatMap(({ name = 'a file', status, message = '', assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [withMessage(name, message)] : [];
    return failed.map((test) =>
      withMessage(`${name} > ${test.fullName ?? ''}`, (test.failureMessages ?? []).join('\n')),
    );
  });
}

function withMessage(title: string, message: string): string {
  const lines = message.split('\n').slice(0, MESSAGE_LINES);
  return [`× ${title}`, ...lines.map((line) => `    ${line.slice(0, LINE_CHARACTERS)}`)].join('\n');
}

/**
 * The last `N passed, N failed` of an output. One failure is counted if the exit code is not 0 and the output has none.
 */
export function countIn(output: string, exitCode: number): Tally {
  const [, passed = 0, failed = 0] = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [];
  const count = { passed: Number(passed), failed: Number(failed) };
  return count.failed === 0 && exitCode !== 0 ? { ...count, failed: 1 } : count;
}
