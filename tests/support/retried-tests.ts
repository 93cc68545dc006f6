import type { Reporter, TestCase } from 'vitest/node';

/**
 * Lists at the end the tests that passed only in a retry (in CI): each shows a defect of the test or of the product.
 */
export default class RetriedTests implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    for (const name of this.#names) console.log(`Passed only at the second try: ${name}`);
  }
}
