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
  // It becomes that user once everything is loaded: the project may be below a folder that is closed to others.
  const program = `import { processUser } from ${JSON.stringify(source)}; process.setuid(54321); console.log(processUser());`;
  const words = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  expect(execFileSync(process.execPath, words, { encoding: 'utf8' })).toBe('user 54321\n');
});
