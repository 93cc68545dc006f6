import type { Reporter, TestCase } from 'vitest/node';

/** Names at the end what passed only when it was tried again (in CI alone): each is a defect of the test or of the product. */
export default class SecondTries implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    for (const name of this.#names) console.log(`Passed only at the second try: ${name}`);
  }
}
