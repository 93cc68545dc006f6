import { expect, test } from 'vitest';
import { limitedLookUp } from '../../lib/access/limit-look-ups.ts';

const by = (name: string) => ({ actor: { name, role: 'operator' as const, address: null } });

test('a person has at most 3 look-ups at a time, and all together 12', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const three = (name: string) => Array.from({ length: 3 }, () => limitedLookUp(by(name), () => promise));
  const running = three('ann');
  const refused = (await limitedLookUp(by('ann'), () => promise)) as Response;
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(await refused.json()).toMatchObject({
    failure: { code: 'overloaded', message: 'You have 3 look-ups running, which is the maximum.' },
  });
  running.push(...['ben', 'cai', 'dee'].flatMap(three));
  expect(((await limitedLookUp(by('eve'), () => promise)) as Response).status).toBe(503);
  resolve('found');
  expect(await Promise.all(running)).toEqual(Array(12).fill('found'));
  expect(await limitedLookUp(by('ann'), () => promise)).toBe('found');
});

test('a look-up that fails does not count any more', async () => {
  const failing = () => limitedLookUp(by('ann'), () => Promise.reject(new Error('refused')));
  for (let attempt = 0; attempt < 5; attempt++) await expect(failing()).rejects.toThrow('refused');
});
