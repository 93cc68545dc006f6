import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Several vitest processes write to it while `npm test` waits for them. */
const list = (folder: string): string => join(folder, 'retried-tests.txt');

/** Adds a line for a test that passed only at its second try to the list in a folder that exists. */
export function noteRetriedTest(folder: string, name: string): void {
  appendFileSync(list(folder), `Passed only at the second try: ${name}\n`);
}

/** The lines, in the order they were added; [] if there is no list. */
export function retriedTests(folder: string): string[] {
  try {
    return readFileSync(list(folder), 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Deletes the list, before a run. */
export function forgetRetriedTests(folder: string): void {
  rmSync(list(folder), { force: true });
}
