import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PasswordQueue, type Priority } from '../../lib/access/password-queue.ts';
import { scrypt } from '../../lib/access/scrypt.ts';
import { isAppError } from '../../lib/errors.ts';

/** Checks that run until `endOne`. */
function controlled(queue: PasswordQueue) {
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const enter = (caller: string, priority: Priority = 'new'): Promise<string> => {
    try {
      return queue
        .enter(
          caller,
          priority,
        )(async () => {
          order.push(caller);
          await new Promise<void>((resolve) => ends.push(resolve));
          return 'checked';
        })
        .catch(overloadMessage);
    } catch (error) {
      return Promise.resolve(overloadMessage(error));
    }
  };
  const endOne = async () => {
    ends.shift()?.();
    await pause(5);
  };
  return { order, enter, endOne };
}

const overloadMessage = (error: unknown): string => {
  if (!isAppError(error)) throw error;
  expect(error.code).toBe('overloaded');
  expect(error.details.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  return error.message;
};

test('one password is checked at a time, a few wait, and the others are refused at once with a time to retry', async () => {
  const { enter, endOne, order } = controlled(new PasswordQueue());
  const answers = Array.from({ length: 60 }, (_, at) => enter(`network-${at}`));
  const atOnce = await Promise.race([Promise.all(answers.slice(9)), pause(1000)]);
  expect(new Set(atOnce as string[])).toEqual(new Set([expect.stringMatching(/try again in [1-3] s/)]));
  for (let at = 0; at < 9; at++) await endOne();
  expect(await Promise.all(answers.slice(0, 9))).toEqual(Array.from({ length: 9 }, () => 'checked'));
  expect(order).toEqual(Array.from({ length: 9 }, (_, at) => `network-${at}`));
});

test('a few checks of each network wait, and the first of a network precedes the second of any other', async () => {
  const { enter, endOne, order } = controlled(new PasswordQueue());
  const office = Array.from({ length: 6 }, () => enter('office'));
  const elsewhere = enter('elsewhere');
  expect(await office[5]).toMatch(/try again/);
  for (let at = 0; at < 6; at++) await endOne();
  expect(order).toEqual(['office', 'office', 'elsewhere', 'office', 'office', 'office']);
  expect(await Promise.all([...office.slice(0, 5), elsewhere])).toEqual(Array.from({ length: 6 }, () => 'checked'));
});

test('in a full queue the first check of a network replaces one of a network with several', async () => {
  const { enter, endOne } = controlled(new PasswordQueue());
  void enter('runs');
  const two = ['one', 'other'].flatMap((network) => Array.from({ length: 4 }, () => enter(network)));
  const late = enter('late');
  expect(await two[7]).toMatch(/try again/);
  for (let at = 0; at < 3; at++) await endOne();
  void endOne();
  expect(await late).toBe('checked');
});

test('a network with wrong passwords has only one place', async () => {
  const { enter } = controlled(new PasswordQueue());
  void enter('runs');
  void enter('guesser', 'suspect');
  expect(await enter('guesser', 'suspect')).toMatch(/try again/);
});

test('known addresses precede new ones, which precede those with wrong passwords; the last of these leave a full queue', async () => {
  const { enter, endOne, order } = controlled(new PasswordQueue());
  void enter('runs');
  const guessers = Array.from({ length: 8 }, (_, at) => enter(`guesser-${at}`, 'suspect'));
  const fresh = enter('fresh', 'new');
  const known = enter('known', 'known');
  expect(await Promise.all(guessers.slice(6))).toEqual([
    expect.stringMatching(/try again/),
    expect.stringMatching(/try again/),
  ]);
  for (let at = 0; at < 4; at++) await endOne();
  expect(order.slice(0, 4)).toEqual(['runs', 'known', 'fresh', 'guesser-0']);
  expect([await known, await fresh]).toEqual(['checked', 'checked']);
});

test('fewer checks wait on a slower machine', async () => {
  const queue = new PasswordQueue();
  for (let at = 0; at < 3; at++) await queue.enter('slow', 'new')(() => pause(1500));
  const { enter, endOne } = controlled(queue);
  const answers = Array.from({ length: 5 }, (_, at) => enter(`network-${at}`));
  expect(await Promise.all(answers.slice(3))).toEqual([
    expect.stringMatching(/try again in [2-5] s/),
    expect.stringMatching(/try again in [2-5] s/),
  ]);
  for (let at = 0; at < 3; at++) await endOne();
  expect(await Promise.all(answers.slice(0, 3))).toEqual(['checked', 'checked', 'checked']);
});

test('file and name look-ups don’t wait for password checks', async () => {
  const cost = { N: 2 ** 16, r: 8, p: 2 };
  let done = 0;
  const keys = Array.from({ length: 6 }, () => scrypt('guess', randomBytes(16), 32, cost).then(() => done++));
  await lookup('localhost');
  expect(done).toBeLessThan(2);
  await Promise.all(keys);
});
