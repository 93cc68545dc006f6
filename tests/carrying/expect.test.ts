import { expect, test } from 'vitest';
import type { Decided } from '../../lib/carrying/decide-all.ts';
import { expectCounts, lookUpLimit } from '../../lib/carrying/expect.ts';
import { already, type Candidate } from '../../lib/carrying/write.ts';

async function* batches(bytes: number): AsyncGenerator<Decided<Candidate>> {
  for (let batch = 0; batch < 10; batch++)
    yield {
      candidates: [{ id: String(batch), routing: null, change: 'added' }],
      decisions: [already],
      bytes,
    };
}
const NONE = { documents: Infinity, bytes: Infinity, ms: Infinity };

test.each([
  ['nothing', {}, 10],
  ['documents', { documents: 4 }, 4],
  ['bytes', { bytes: 35 }, 4],
  ['time: one batch at least', { ms: 0 }, 1],
])('limited by %s', async (_, limit, lookedUp) => {
  expect(await expectCounts(batches(10), { ...NONE, ...limit })).toMatchObject({ lookedUp, already: lookedUp });
});

test('each kind of change gets the same part of the limit', () => {
  expect(lookUpLimit(2)).toEqual({ documents: 10_000, bytes: 32 * 1024 * 1024, ms: 4_000 });
});
