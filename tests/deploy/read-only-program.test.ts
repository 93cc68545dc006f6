import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killWithParent } from '../../scripts/servers/process-groups.ts';
import { sendRequest } from '../../scripts/servers/send-request.ts';
import { changeOwner, serverOwner } from '../../scripts/servers/unprivileged.ts';
import { freePort } from '../support/elasticsearch.ts';
import { packedFile } from '../support/packed-file.ts';

let folder: string;
let prefix: string;
let server: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'read-only-program-'));
  chmodSync(folder, 0o755);
  prefix = join(folder, 'prefix');
  const install = ['install', '--global', '--prefix', prefix, '--omit=dev', '--omit=optional', '--ignore-scripts'];
  await promisify(execFile)('npm', [...install, '--no-audit', '--no-fund', await packedFile()]);
  execFileSync('chmod', ['-R', 'a-w,a+rX', prefix]);
});
afterAll(() => {
  server?.kill('SIGKILL');
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Every file with its size and time of change. */
const filesOf = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => {
      const { size, mtimeMs } = statSync(join(directory, file));
      return `${file} ${String(size)} ${String(mtimeMs)}`;
    })
    .sort();

// What is left of the test of the container where no container can be run; as root, the other user is nobody.
test('serves as another user from a folder that it can’t write to, and changes nothing there', async () => {
  const port = await freePort();
  const work = join(folder, 'work');
  mkdirSync(join(work, 'data'), { recursive: true });
  const configuration = `listen: { port: ${String(port)} }
signIn: { kind: local }
clusters: { one: { url: "http://127.0.0.1:9", backups: backups } }
`;
  writeFileSync(join(work, 'restore-desk.yaml'), configuration);
  await changeOwner(serverOwner(), work);
  // The tests' own Node may be below a folder that is closed to others.
  copyFileSync(process.execPath, join(folder, 'node'));
  const before = filesOf(prefix);

  server = spawn(join(folder, 'node'), [join(prefix, 'bin/restore-desk'), 'serve'], {
    cwd: work,
    ...serverOwner(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: folder, HOME: '/nonexistent' } as unknown as NodeJS.ProcessEnv,
  });
  killWithParent(server);
  let output = '';
  for (const stream of [server.stdout!, server.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const statusOf = async (path: string) =>
    (await sendRequest(`http://127.0.0.1:${String(port)}${path}`).catch(() => ({ status: 0 }))).status;

  await expect.poll(() => statusOf('/readyz'), { timeout: 60_000 }).toBe(200);
  expect(await statusOf('/sign-in')).toBe(200);
  expect(await statusOf('/api/one/jobs')).toBe(401);
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  expect(await ended, output).toEqual([143, null]);
  expect(filesOf(prefix)).toEqual(before);
  expect(filesOf(work).join('\n')).toContain('data/restore-desk.sqlite');
});
