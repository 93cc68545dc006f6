import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Not for a zombie (Z). */
const alive = (pid: number): boolean => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** npm starts a shell, which starts the script: npm is killed, and the shell gets no signal. */
test('killing npm ends the script that it ran, also if the shell between them keeps running', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'restore-desk-'));
  const [script, told] = [join(folder, 'stays.mjs'), join(folder, 'pid')];
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(told)}, String(process.pid)); setInterval(() => {}, 1_000);`,
  );
  const shell = `${JSON.stringify(process.execPath)} scripts/setup.mjs ${JSON.stringify(script)}; true`;
  const npm = spawn(
    process.execPath,
    [
      '-e',
      `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(shell)}], { stdio: 'ignore' }); setInterval(() => {}, 1_000)`,
    ],
    { env: { ...process.env, npm_lifecycle_event: 'demo' }, stdio: 'ignore' },
  );
  let pid = 0;
  try {
    await expect.poll(() => (pid = Number(readFileSync(told, { encoding: 'utf8', flag: 'a+' })))).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(alive(pid)).toBe(true);
    npm.kill('SIGKILL');
    await expect.poll(() => alive(pid)).toBe(false);
  } finally {
    npm.kill('SIGKILL');
    if (pid > 0 && alive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
