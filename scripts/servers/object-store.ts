import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killWithParent, signalGroup } from './process-groups.ts';
import { freePort } from './ports.ts';
import { installPackages, programPath } from './system-packages.ts';
import { cacheDirectory } from './unprivileged.ts';

/** VersityGW: a store with the S3 interface over a directory, built from the Go module proxy. */
const MODULE = 'github.com/versity/versitygw/cmd/versitygw';
const VERSION = 'v1.8.0';
const BUILD_WITHIN_MS = 900_000;
const START_WITHIN_MS = 30_000;
/** Of every store that is started here. */
const ROOT = { accessKeyId: 'restore-desk-root', secretAccessKey: 'a-root-secret-of-tests' };

const folder = (): string => join(cacheDirectory(), 'programs', `versitygw-${VERSION}`);

let missing: string | null = null;

/** The program, built once into the cache. null: it can't be had here, and `whyNoObjectStore` says why. */
export function findObjectStore(): string | null {
  const program = join(folder(), 'versitygw');
  if (existsSync(program)) return program;
  if (missing !== null) return null;
  const go = programPath('go') ?? (installPackages(['golang-go']) ? programPath('go') : null);
  if (go === null) return none('there is no Go (Debian: golang-go) to build VersityGW, the S3 server of the tests');
  process.stderr.write(`Building VersityGW ${VERSION}…\n`);
  const { status, stderr } = spawnSync(go, ['install', `${MODULE}@${VERSION}`], {
    // A module may ask for a newer Go than this one; it is downloaded like a module.
    env: { ...process.env, GOBIN: folder(), GOTOOLCHAIN: 'auto', GOFLAGS: '-trimpath', CGO_ENABLED: '0' },
    encoding: 'utf8',
    timeout: BUILD_WITHIN_MS,
  });
  if (status === 0 && existsSync(program)) return program;
  return none(`VersityGW, the S3 server of the tests, could not be built: ${stderr.trim().split('\n').at(-1) ?? ''}`);
}

function none(why: string): null {
  missing = why;
  process.stderr.write(`No S3 server: ${why}. Tests of buckets are left out.\n`);
  return null;
}

export const whyNoObjectStore = (): string => missing ?? 'no S3 server';

export interface ObjectStore {
  url: string;
  accessKeyId: string;
  secretAccessKey: string;
  pid: number;
  /** The directory whose folders are the buckets. */
  directory: string;
  /** A second account, without any right until a policy gives one. */
  addUser(accessKeyId: string, secretAccessKey: string): void;
  stop(): Promise<void>;
}

export interface StoreOptions {
  port?: number;
  versioning?: boolean;
  /** In PEM form. */
  tls?: { cert: string; key: string };
}

/** Starts a store on a free port, or on `port`. `directory` must be on a file system with extended attributes. */
export async function startObjectStore(
  program: string,
  directory: string,
  { port, versioning = false, tls }: StoreOptions = {},
): Promise<ObjectStore> {
  const buckets = join(directory, 'buckets');
  const versions = join(directory, 'versions');
  const users = join(directory, 'users');
  for (const each of [buckets, versions, users]) await mkdir(each, { recursive: true });
  const certificate = tls ? await writeCertificate(directory, tls) : [];
  const address = `127.0.0.1:${String(port ?? (await freePort()))}`;
  const url = `${tls ? 'https' : 'http'}://${address}`;
  const child = spawn(
    program,
    [
      ...['--port', address, '--iam-dir', users, '--iam-cache-disable', '--keep-alive', '--quiet'],
      ...['--health', '/health', ...certificate],
      ...['posix', ...(versioning ? ['--versioning-dir', versions] : []), buckets],
    ],
    {
      env: { ...process.env, ROOT_ACCESS_KEY: ROOT.accessKeyId, ROOT_SECRET_KEY: ROOT.secretAccessKey },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    },
  );
  killWithParent(child);
  try {
    await waitUntilHealthy(child, address, tls !== undefined);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return {
    url,
    ...ROOT,
    pid: child.pid!,
    directory: buckets,
    addUser: (access, secret) => addUser(program, url, access, secret),
    stop: () => stop(child),
  };
}

/** Returns the options for it. */
async function writeCertificate(directory: string, { cert, key }: { cert: string; key: string }): Promise<string[]> {
  const files = [join(directory, 'cert.pem'), join(directory, 'key.pem')] as const;
  await writeFile(files[0], cert);
  await writeFile(files[1], key, { mode: 0o600 });
  return ['--cert', files[0], '--key', files[1]];
}

function addUser(program: string, url: string, access: string, secret: string): void {
  const { status, stderr } = spawnSync(
    program,
    [
      ...['admin', '--access', ROOT.accessKeyId, '--secret', ROOT.secretAccessKey, '--endpoint-url', url],
      ...['create-user', '--access', access, '--secret', secret, '--role', 'user'],
    ],
    { encoding: 'utf8', timeout: 60_000 },
  );
  if (status !== 0) throw new Error(`The user was not created: ${stderr}`);
}

async function waitUntilHealthy(child: ChildProcess, address: string, isTls: boolean): Promise<void> {
  const errors: Buffer[] = [];
  child.once('error', (error) => errors.push(Buffer.from(error.message)));
  const [host = '', port = ''] = address.split(':');
  child.stderr!.on('data', (chunk: Buffer) => errors.push(chunk));
  const until = Date.now() + START_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`VersityGW did not start: ${Buffer.concat(errors).toString().slice(-1_000)}`);
    // Of a certificate that only the test trusts, an open port is enough.
    if (isTls ? await accepts(host, Number(port)) : (await fetch(`http://${address}/health`).catch(() => null))?.ok)
      return;
    await sleep(50);
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(child.pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
