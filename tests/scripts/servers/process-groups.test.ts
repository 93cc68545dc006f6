import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../../scripts/servers/process-groups.ts', import.meta.url));

/** Starts a shell with a child of its own, prints the shell's pid, and waits to be killed. */
const PARENT = `
  import { spawn } from 'node:child_process';
  import { killWithParent } from ${JSON.stringify(source)};
  const child = spawn('/bin/sh', ['-c', 'sleep 300 & wait'], { detached: true, stdio: 'ignore' });
  killWithParent(child);
  console.log(child.pid);
  setInterval(() => undefined, 1000);
`;

/** Not for a zombie (Z). */
const lives = (pid: number) => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

test.each(['running', 'paused'])('the process group of a killed process ends with it, %s', async (state) => {
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
