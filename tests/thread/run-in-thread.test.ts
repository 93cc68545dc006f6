import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackup } from '../../lib/archive/read-backup.ts';
import { inThread, TaskThread } from '../../lib/thread/run-in-thread.ts';
import { failureOf } from '../support/failure-of.ts';
import { manyNumbers, zipWithDefinition } from '../support/hostile-zips.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-thread-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function openZipOf(definition: string) {
  const file = join(folder, 'x.zip');
  await writeFile(file, zipWithDefinition(definition));
  const backup = await openBackup(file);
  await backup.close();
  return backup;
}

test('a definition at its limits is read in the thread and does not block the main thread', async () => {
  const { definition } = await openZipOf(manyNumbers(2 * 199_900));
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await inThread('describeDefinition', { definition, maxCharacters: 1_000 });
  await inThread('compareDefinitions', { backup: definition, live: definition });
  clearInterval(timer);
  expect(longest).toBeLessThan(1_000);
});

test('the next task runs after one that was cancelled or took too long', async () => {
  const input = { definition: Buffer.from('{"settings":{}}'), maxCharacters: 10 };
  expect(await failureOf(inThread('describeDefinition', input, { signal: AbortSignal.abort() }))).toMatchObject({
    code: 'cancelled',
  });
  const taskThread = new TaskThread({ runTimeoutMs: 0 });
  expect(await failureOf(taskThread.run('describeDefinition', input))).toMatchObject({ code: 'timed_out' });
  expect((await inThread('describeDefinition', input)).settings.text).toBe('{}');
});
