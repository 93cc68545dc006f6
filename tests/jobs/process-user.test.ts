import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { processUser } from '../../lib/jobs/process-user.ts';

const source = fileURLToPath(new URL('../../lib/jobs/process-user.ts', import.meta.url));

test('is the name of the user', () => {
  expect(processUser()).toBe(userInfo().username);
});

test.skipIf(process.getuid?.() !== 0)('is the number of a user that has no name (needs root)', () => {
  const program = `import { processUser } from ${JSON.stringify(source)}; console.log(processUser());`;
  const output = execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
    {
      uid: 54_321,
      gid: 54_321,
      cwd: '/',
      encoding: 'utf8',
    },
  );
  expect(output).toBe('user 54321\n');
});
