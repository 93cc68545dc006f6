import { expect, test } from 'vitest';
import type { ClusterHealth } from '../../lib/contract/cluster.ts';
import type { ClusterIndices } from '../../lib/contract/indices.ts';
import { AppError, type ErrorCode } from '../../lib/errors.ts';
import { SharedRead } from '../../lib/live/shared-read.ts';
import { silenceOf } from '../../lib/live/silence-of.ts';

const terms = { giveUpAfterMs: 5_000, subject: 'The cluster' };

/** As it was answered once. */
async function readOf<T>(answer: T | ErrorCode): Promise<SharedRead<T>> {
  const read = new SharedRead<T>(
    () =>
      typeof answer === 'string'
        ? Promise.reject(new AppError(answer as ErrorCode, 'No.'))
        : Promise.resolve(answer as T),
    terms,
  );
  await read.readOrLast({ maxAgeMs: 0, waitMs: 1_000 });
  return read;
}
const reads = async (health: ClusterHealth | ErrorCode, indices: ClusterIndices | ErrorCode) => ({
  health: await readOf<ClusterHealth>(health),
  indices: await readOf<ClusterIndices>(indices),
});
const HEALTH = {} as ClusterHealth;
const INDICES = {} as ClusterIndices;

test('a cluster whose user may list the indices and not read the health is not silent', async () => {
  expect(silenceOf(await reads('forbidden', INDICES))).toBeNull();
  expect(silenceOf(await reads(HEALTH, INDICES))).toBeNull();
});

test('a cluster that refuses both is, and so is one that is gone, whatever it last listed', async () => {
  expect(silenceOf(await reads('forbidden', 'forbidden'))).toMatchObject({
    failure: { code: 'forbidden' },
    refused: true,
  });
  expect(silenceOf(await reads('unreachable', INDICES))).toMatchObject({
    failure: { code: 'unreachable' },
    refused: false,
  });
});

test('a cluster that does not list its indices is, whatever its health says', async () => {
  expect(silenceOf(await reads(HEALTH, 'forbidden'))).toMatchObject({ failure: { code: 'forbidden' }, refused: true });
});
