import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programPath } from '../../scripts/servers/system-packages.ts';
import { serverOwner, type Owner } from '../../scripts/servers/unprivileged.ts';
import { packedFile } from '../../scripts/packed-file.ts';

export interface InstalledPackage {
  /** A temporary folder that the user may write to. */
  readonly home: string;
  /** The folder of package.json, which the user may not write to. */
  readonly folder: string;
  /** The unprivileged user; undefined: the one that runs the tests. */
  readonly owner: Owner | undefined;
  /** Starts `restore-desk` as that user, in `home`, with nothing of this process's environment. */
  start(args: readonly string[], environment?: Record<string, string>): ChildProcess;
  remove(): Promise<void>;
}

/** Installs the packed file into an empty prefix as an unprivileged user, with `npm install -g`, as its Node 24 or later alone. */
export async function installPackage(): Promise<InstalledPackage> {
  const file = await packedFile();
  const root = await mkdtemp(join(tmpdir(), 'restore-desk-installed-'));
  await chmod(root, 0o755);
  const owner = serverOwner();
  const [bin, prefix, home] = ['bin', 'prefix', 'home'].map((name) => join(root, name)) as [string, string, string];
  for (const folder of [bin, prefix, home]) await mkdir(folder);
  for (const folder of [prefix, home]) if (owner) await chown(folder, owner.uid, owner.gid);
  // Below a folder of root, no other user can run them.
  await copyFile(process.execPath, join(bin, 'node'));
  await copyFile(file, join(root, 'restore-desk.tgz'));
  const environment = {
    HOME: home,
    PATH: `${join(prefix, 'bin')}:${bin}:/usr/local/bin:/usr/bin:/bin`,
  } as unknown as NodeJS.ProcessEnv;
  const npm = await realpath(programPath('npm')!);
  await promisify(execFile)(
    join(bin, 'node'),
    [npm, 'install', '-g', '--prefix', prefix, '--no-audit', '--no-fund', join(root, 'restore-desk.tgz')],
    { cwd: home, env: { ...environment, ...(await networkSettings()) }, ...owner },
  );
  await lock(prefix, owner);
  return {
    home,
    folder: join(prefix, 'lib/node_modules/restore-desk'),
    owner,
    start: (args, extra = {}) =>
      spawn(join(prefix, 'bin/restore-desk'), args, {
        cwd: home,
        env: { ...environment, ...extra },
        stdio: ['pipe', 'pipe', 'pipe'],
        ...owner,
      }),
    async remove() {
      await promisify(execFile)('chmod', ['-R', 'u+w', prefix]);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** How npm reaches its registry on this machine. */
async function networkSettings(): Promise<Record<string, string | undefined>> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry']);
  const names = [
    'NODE_EXTRA_CA_CERTS',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'http_proxy',
    'https_proxy',
    'no_proxy',
  ];
  return {
    npm_config_registry: stdout.trim(),
    ...Object.fromEntries(names.map((name) => [name, process.env[name]])),
  };
}

/** From then on the user can't write there: the folder belongs to root, or no user may write. */
async function lock(folder: string, owner: Owner | undefined): Promise<void> {
  await promisify(execFile)(owner ? 'chown' : 'chmod', ['-R', owner ? '0:0' : 'a-w', folder]);
}
