import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const guard = fileURLToPath(new URL('../../../scripts/servers/process-groups.ts', import.meta.url));

/** Starts a guarded shell with a child of its own, and says the shell's pid. */
const PARENT = `
  import { spawn } from 'node:child_process';
  import { guardAgainstOurDeath } from ${JSON.stringify(guard)};
  const child = spawn('/bin/sh', ['-c', 'sleep 300 & wait'], { detached: true, stdio: 'ignore' });
  guardAgainstOurDeath(child);
  console.log(child.pid);
  setInterval(() => undefined, 1000);
`;

/** A dead one that nobody has fetched yet (Z) doesn't live. */
const lives = (pid: number) => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

test.each(['as it is', 'paused'])('what a killed process guarded goes with it, %s', async (state) => {
  const parent = spawn(
    process.execPath,
    ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', PARENT],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString('utf8'));
  expect(lives(pid)).toBe(true);
  if (state === 'paused') process.kill(-pid, 'SIGSTOP');
  parent.kill('SIGKILL');
  await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false);
});
