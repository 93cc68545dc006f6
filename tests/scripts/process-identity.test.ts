import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { processIdentity, isRunning } from '../../scripts/process-identity.ts';

test('a lock is held by the process that wrote it, and by no later process of the same id', async () => {
  const child = spawn('sleep', ['300']);
  await once(child, 'spawn');
  const name = processIdentity(child.pid ?? 0) ?? '';
  expect(isRunning(name)).toBe(true);
  expect(isRunning(`${String(child.pid)} 1`)).toBe(false); // the same id with another start time
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning(name)).toBe(false);
  for (const none of ['', 'x', '0', '-1']) expect(isRunning(none)).toBe(false);
});
