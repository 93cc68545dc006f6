import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { nameOfProcess, stillRuns } from '../../scripts/same-process.ts';

test('a lock is held by the process that wrote it, and by no later one of the same number', async () => {
  const child = spawn('sleep', ['300']);
  await once(child, 'spawn');
  const name = nameOfProcess(child.pid ?? 0) ?? '';
  expect(stillRuns(name)).toBe(true);
  expect(stillRuns(`${String(child.pid)} 1`)).toBe(false); // the same number, begun at another time
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(stillRuns(name)).toBe(false);
  for (const none of ['', 'x', '0', '-1']) expect(stillRuns(none)).toBe(false);
});
