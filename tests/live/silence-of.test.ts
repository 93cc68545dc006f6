import { expect, test } from 'vitest';
import type { ClusterHealth } from '../../lib/contract/cluster.ts';
import type { ClusterIndices } from '../../lib/contract/indices.ts';
import { AppError, type ErrorCode } from '../../lib/errors.ts';
import { SharedRead } from '../../lib/live/shared-read.ts';
import { isRefusal, silenceOf } from '../../lib/live/silence-of.ts';

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
  expect(silenceOf(await reads(HEALTH, 'forbidden'))).toBeNull();
});

test('a cluster that refuses both is, and so is one that is gone, whatever it last listed', async () => {
  const refused = silenceOf(await reads('forbidden', 'forbidden'));
  expect(refused).toMatchObject({ failure: { code: 'forbidden' } });
  expect(isRefusal(refused!)).toBe(true);
  const gone = silenceOf(await reads('unreachable', INDICES));
  expect(gone).toMatchObject({ failure: { code: 'unreachable' } });
  expect(isRefusal(gone!)).toBe(false);
});
