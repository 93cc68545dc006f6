import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Progress } from '../../../lib/contract/progress.ts';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import type { RestoreCheckpoint } from '../../../lib/loading/checkpoint.ts';
import { aRun } from '../../support/a-run.ts';
import { readIndex } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { GEM, LIVE, seedLive } from './builders.ts';

const server = setUpServer();
const indexNames = async () => (await listIndices(server.cluster)).indices.map(({ name }) => name);

test('a cancelled restore, run again, continues with the same index', async () => {
  await seedLive(server, 3000);
  const file = await server.backUp(LIVE);
  const stop = new AbortController();
  const stopped = server.runRestore(
    await server.planRestore(file),
    aRun({
      directory: join(server.directory, 'run'),
      signal: stop.signal,
      report: ({ phase, done }: Progress) => phase === 'load' && done > 0 && stop.abort(),
    }),
    { bulkBytes: 10_000 },
  );
  const cancelled = await failureOf(stopped);
  const unfinished = (await indexNames()).find((name) => name !== LIVE)!;
  expect(cancelled).toMatchObject({
    code: 'cancelled',
    message: `The restore was cancelled; ${unfinished} is kept, unfinished, and no alias was switched to it.`,
    details: { index: unfinished },
  });
  const again = await server.planRestore(file);
  expect(again.resume).not.toBeNull();
  const result = await server.runRestore(again);
  expect(result).toMatchObject({ index: unfinished, status: 'done', check: { verdict: 'equal' }, switched: true });
  expect((await indexNames()).sort()).toEqual([LIVE, unfinished].sort());
  expect((await readIndex(server.url, unfinished)).size).toBe(3000);
});

test('a restore resumes from its checkpoint without sending every document again', async () => {
  await seedLive(server, 3000);
  const planned = await server.planRestore(await server.backUp(LIVE));
  const stop = new AbortController();
  let checkpoint: RestoreCheckpoint | null = null;
  const first = aRun<RestoreCheckpoint>({
    directory: join(server.directory, 'run'),
    signal: stop.signal,
    saveCheckpoint: (saved) => void (checkpoint = saved),
    report: ({ done }: Progress) => done > 500 && stop.abort(),
  });
  await failureOf(server.runRestore(planned, first, { bulkBytes: 10_000 }));
  expect(checkpoint!.done).toBeGreaterThan(0);
  const counts: number[] = [];
  const bytes: number[] = [];
  const result = await server.runRestore(
    planned,
    aRun<RestoreCheckpoint>({
      directory: join(server.directory, 'run'),
      checkpoint,
      report: ({ phase, done, bytes: sent }: Progress) =>
        void (phase === 'load' && (counts.push(done), bytes.push(sent))),
    }),
  );
  expect(checkpoint).toMatchObject({ bytes: expect.any(Number) as number, seconds: expect.any(Number) as number });
  expect(bytes[0], 'what was loaded before counts').toBe(checkpoint!.bytes);
  expect(bytes.every((sent, at) => at === 0 || sent >= bytes[at - 1]!)).toBe(true);
  expect(result.earlier).toEqual({
    documents: checkpoint!.done,
    bytes: checkpoint!.bytes,
    seconds: checkpoint!.seconds,
  });
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(checkpoint!.done);
  expect(result).toMatchObject({ status: 'done', indexed: 3000, check: { verdict: 'equal' } });
});

test('a restore does not resume an index of another backup, or one with another definition', async () => {
  await seedLive(server, 300);
  const file = await server.backUp(LIVE);
  const mappings = { properties: { n: { type: 'byte' } } };
  const first = await server.restore(file, { mappings });
  expect(first).toMatchObject({ status: 'partial', switched: false });
  const corrected = await server.planRestore(file);
  expect(corrected.resume).toBeNull();
  expect(await server.runRestore(corrected)).toMatchObject({
    status: 'done',
    indexed: 300,
  });
  expect((await server.planRestore(file, { mappings })).target.index).toBe(first.index);
  const other = await server.planRestore(GEM, { into: first.index, switchAlias: false });
  expect(other.resume).toBeNull();
  expect(other.checks.map(({ id }) => id)).toContain('additive');
});
