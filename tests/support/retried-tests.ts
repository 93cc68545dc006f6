import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { programFolder } from '../../lib/places.mjs';
import { noteRetriedTest } from '../../scripts/retried-tests.ts';

/**
 * Lists the tests that passed only in a retry (in CI), which `npm test` prints at its end: each shows a defect of the test or of the
 * product.
 */
export default class RetriedTests implements Reporter {
  readonly #folder = join(programFolder(), 'test-results');

  onTestCaseResult(test: TestCase): void {
    if (!test.diagnostic()?.flaky) return;
    mkdirSync(this.#folder, { recursive: true });
    noteRetriedTest(this.#folder, `${test.module.relativeModuleId} > ${test.fullName}`);
  }
}
