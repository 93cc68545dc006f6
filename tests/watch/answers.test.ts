import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SharedRead } from '../../lib/live/shared-read.ts';
import { Answers } from '../../lib/watch/answers.ts';

const START = Date.parse('2026-11-28T06:47:00.000Z');
const at = (seconds: number) => START + seconds * 1_000;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

let answer: () => Promise<string>;
let read: SharedRead<string>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: START });
  read = new SharedRead(() => answer(), { giveUpAfterMs: 1_000_000, subject: 'search' });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An answer after so many seconds. */
async function answerAfter(seconds: number, value: string): Promise<void> {
  vi.advanceTimersByTime(seconds * 1_000);
  answer = () => Promise.resolve(value);
  await read.read({ maxAgeMs: 0, waitMs: 10 });
}

test('what an answer shows for the first time began after the answer before it, which an earlier process may have had', async () => {
  const answers = new Answers(read, at(-3_600));
  await answerAfter(0, 'green');
  expect(answers.newest(Date.now())).toEqual({
    value: 'green',
    observedMs: at(0),
    began: { at: iso(0), after: iso(-3_600) },
  });
  await answerAfter(60, 'red');
  // However often it is looked at.
  for (let look = 0; look < 3; look += 1) {
    expect(answers.newest(Date.now())).toMatchObject({ observedMs: at(60), began: { at: iso(60), after: iso(0) } });
    vi.advanceTimersByTime(15_000);
  }
});

test('before the first answer there is none, and nothing is known of the time before it', async () => {
  const answers = new Answers(read, null);
  expect(answers.newest(Date.now())).toBeNull();
  await answerAfter(0, 'green');
  expect(answers.newest(Date.now())?.began).toEqual({ at: iso(0), after: null });
});

test('an old answer says nothing of now', async () => {
  const answers = new Answers(read, null);
  await answerAfter(0, 'green');
  vi.advanceTimersByTime(150_000);
  expect(answers.newest(Date.now())).not.toBeNull();
  vi.advanceTimersByTime(1_000);
  expect(answers.newest(Date.now())).toBeNull();
});

test('the last answer of a cluster that is silent says nothing of now', async () => {
  const answers = new Answers(read, null);
  await answerAfter(0, 'green');
  answer = () => new Promise(() => {});
  read.peek(0);
  vi.advanceTimersByTime(5_000);
  read.peek(0);
  vi.advanceTimersByTime(5_000);
  expect(read.silence()).not.toBeNull();
  expect(answers.newest(Date.now())).toBeNull();
});

test('the last answer before a failure says nothing of now', async () => {
  const answers = new Answers(read, null);
  await answerAfter(0, 'green');
  answer = () => Promise.reject(new Error('refused'));
  await read.readOrLast({ maxAgeMs: -1, waitMs: 10 });
  expect(answers.newest(Date.now())).toBeNull();
});

test('after the clock was set back, an answer is not in the future and began after nothing later', async () => {
  const answers = new Answers(read, null);
  await answerAfter(3_600, 'green');
  expect(answers.newest(Date.now())).not.toBeNull();
  vi.setSystemTime(at(10));
  await answerAfter(0, 'red');
  expect(answers.newest(Date.now())).toMatchObject({ observedMs: at(10), began: { at: iso(10), after: null } });
});
