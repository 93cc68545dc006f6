/** What came of a test message. `answer`: what the channel answered, or why there was no answer; without secrets. */
export interface TestResult {
  ok: boolean;
  answer: string;
  seconds: number;
}

/** Sends a test message by a channel of the configuration, now. Throws AppError not_found. */
export function sendTest(_name: string): Promise<TestResult> {
  return Promise.resolve({ ok: false, answer: 'Not built yet.', seconds: 0 });
}
