import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { AppError } from '../../lib/errors.ts';
import { SharedRead } from '../../lib/live/shared-read.ts';

const terms = { giveUpAfterMs: 5_000, subject: 'The cluster' };
const options = { maxAgeMs: 1_000, waitMs: 40 };

afterEach(() => vi.useRealTimers());

test('many readers share one attempt, and a fresh answer is not read again', async () => {
  let attempts = 0;
  const shared = new SharedRead(async () => {
    await sleep(10);
    return (attempts += 1);
  }, terms);
  expect(await Promise.all([shared.read(options), shared.read(options), shared.read(options)])).toEqual([1, 1, 1]);
  expect(await shared.read(options)).toBe(1);
});

test('a reader does not wait for a slow answer, and the next reader gets it', async () => {
  const shared = new SharedRead(() => sleep(100, 'here'), terms);
  await expect(shared.read(options)).rejects.toThrow(/The cluster has not answered for \d+ s/);
  await sleep(90);
  expect(await shared.read(options)).toBe('here');
});

test('a failure is returned beside the last answer until there is a new one', async () => {
  let up = true;
  const shared = new SharedRead(
    () => (up ? Promise.resolve('data') : Promise.reject(new AppError('unreachable', 'No answer.'))),
    terms,
  );
  await shared.read({ maxAgeMs: 0, waitMs: 40 });
  up = false;
  await sleep(2);
  expect(await shared.readOrLast({ maxAgeMs: 0, waitMs: 40 })).toMatchObject({
    value: 'data',
    failure: { code: 'unreachable', message: 'No answer.' },
  });
  up = true;
  expect(await shared.readOrLast({ maxAgeMs: 0, waitMs: 40 })).toMatchObject({ value: 'data', failure: null });
});

test.for([5, 6, 8, 11, 30])(
  'a page that polls every five seconds gets the answers of a cluster that takes %i s, each at most that and two polls old',
  async (seconds) => {
    vi.useFakeTimers();
    const slow = new SharedRead(
      () => new Promise<number>((resolve) => setTimeout(() => resolve(Date.now()), seconds * 1_000)),
      { giveUpAfterMs: 90_000, subject: 'The cluster' },
    );
    const ages: (number | null)[] = [];
    const began = Date.now();
    const polls = (async () => {
      while (Date.now() - began < 120_000) {
        ages.push(
          await slow.read({ maxAgeMs: 2_000, waitMs: 4_000 }).then(
            (at) => (Date.now() - at) / 1_000,
            () => null,
          ),
        );
        await new Promise((resolve) => setTimeout(resolve, 5_000));
      }
    })();
    await vi.advanceTimersByTimeAsync(150_000);
    await polls;
    const first = ages.findIndex((age) => age !== null);
    expect(first).toBeLessThanOrEqual(Math.ceil(seconds / 5));
    expect(ages.slice(first)).not.toContain(null);
    expect(Math.max(...ages.slice(first).map(Number))).toBeLessThanOrEqual(seconds + 10);
  },
);

test('a slow answer is returned for a limited time, and not after the next attempt has failed', async () => {
  vi.useFakeTimers();
  let next: () => Promise<string>;
  const slow = new SharedRead(() => next(), { giveUpAfterMs: 90_000, subject: 'The cluster' });
  const read = async () => {
    const outcome = slow.read({ maxAgeMs: 2_000, waitMs: 4_000 }).catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(4_000);
    return outcome;
  };
  next = () => new Promise((resolve) => setTimeout(() => resolve('here'), 6_000));
  expect(await read()).toMatch(/has not answered for 4 s/);
  await vi.advanceTimersByTimeAsync(12_000);
  next = () => new Promise((_, reject) => setTimeout(() => reject(new AppError('unreachable', 'No answer.')), 30_000));
  expect(await read()).toBe('here');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await read()).toMatch(/has not answered for \d+ s/);
  await vi.advanceTimersByTimeAsync(20_000);
  next = () => Promise.reject(new AppError('unreachable', 'Still none.'));
  expect(await read()).toBe('Still none.');
});

test('the age of an answer does not depend on the machine’s clock', async () => {
  let attempts = 0;
  const shared = new SharedRead(() => Promise.resolve((attempts += 1)), terms);
  expect(await shared.read(options)).toBe(1);
  vi.useFakeTimers({ now: Date.now() - 3_600_000, toFake: ['Date'] });
  await sleep(20);
  expect(await shared.read({ maxAgeMs: 10, waitMs: 40 })).toBe(2);
  vi.setSystemTime(Date.now() + 7_200_000);
  expect(await shared.read(options)).toBe(2);
});

test('a list that can’t be read is the last one, with its time and the failure; without a last one the failure is thrown', async () => {
  let up = false;
  const shared = new SharedRead(
    () => (up ? Promise.resolve('list') : Promise.reject(new AppError('unreachable', 'No answer.'))),
    terms,
  );
  await expect(shared.readLastKnown({ maxAgeMs: 0, waitMs: 40 })).rejects.toThrow('No answer.');
  up = true;
  expect(await shared.readLastKnown({ maxAgeMs: 0, waitMs: 40 })).toEqual({ value: 'list' });
  up = false;
  const { takenAt } = shared.reading();
  expect(await shared.readLastKnown({ maxAgeMs: -1, waitMs: 40 })).toMatchObject({
    value: 'list',
    lastKnown: { takenAt, failure: { message: 'No answer.' } },
  });
});

test('a silence begins with the first request without an answer, and is reported with the answer that ends it', async () => {
  let answer: ((value: string) => void) | null = null;
  const shared = new SharedRead(() => new Promise<string>((resolve) => (answer = resolve)), {
    ...terms,
    silentAfterMs: 300,
  });
  const ended: (Date | null)[] = [];
  shared.onAnswer((_value, silence) => ended.push(silence?.since ?? null));
  const began = Date.now();
  await expect(shared.read({ maxAgeMs: 0, waitMs: 10 })).rejects.toThrow(/has not answered/);
  expect(shared.silence()).toBeNull();
  await sleep(340);
  const silence = shared.silence();
  expect(silence?.failure).toBeNull();
  expect(Math.abs(silence!.since.getTime() - began)).toBeLessThan(200);
  answer!('here');
  await sleep(1);
  expect(shared.silence()).toBeNull();
  expect(ended).toEqual([silence!.since]);
});

test('an attempt that failed is repeated after the pause, however often it is looked at', async () => {
  let attempts = 0;
  const shared = new SharedRead(() => {
    attempts += 1;
    return Promise.reject<string>(new AppError('forbidden', 'Refused.'));
  }, terms);
  for (let look = 0; look < 5; look++) {
    expect(shared.peek(0, 200).value).toBeNull();
    await sleep(5);
  }
  expect(attempts).toBe(1);
  await sleep(210);
  shared.peek(0, 200);
  expect(attempts).toBe(2);
});
