import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprintOf } from '@/lib/captures/fingerprint';
import { captureOf } from './captures';

const { signal } = new AbortController();
const bytes = randomBytes(200_000);
const fingerprint = (stored: Buffer, size?: number) => fingerprintOf(captureOf(stored), signal, size);

test('a file that only grew has its earlier fingerprint for its earlier size', async () => {
  const before = await fingerprint(bytes);
  const grown = Buffer.concat([bytes, Buffer.from('more')]);
  expect(await fingerprint(grown, bytes.length)).toBe(before);
  expect(await fingerprint(grown)).not.toBe(before);
});

test.each([0, 60_000, 140_000, 199_999])('a file that changed at byte %i has another one', async (at) => {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  expect(await fingerprint(changed)).not.toBe(await fingerprint(bytes));
});

test('a file that became shorter has another one', async () => {
  expect(await fingerprint(bytes.subarray(0, -1))).not.toBe(await fingerprint(bytes));
  expect(await fingerprint(Buffer.alloc(0))).toMatch(/^[0-9a-f]{64}$/);
});
