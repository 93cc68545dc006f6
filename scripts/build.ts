import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programFolder } from '../lib/places.mjs';
import { PLACEHOLDER } from '../lib/serve/base-path.ts';
import { compressStatic } from '../lib/serve/compress-static.ts';
import { finishBuild } from './finish-build.ts';
import { processIdentity, isRunning } from './process-identity.ts';

const project = programFolder();
const nextProgram = join(project, 'node_modules/next/dist/bin/next');
/** Not `pagesFolder()`: only a checkout builds. */
const dist = join(project, '.next');
const lockFile = join(project, '.cache/building');
const ownIdentity = processIdentity(process.pid) ?? '';

/** Everything that a build is made from. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'middleware.ts',
  'proxy.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tailwind.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts/finish-build.ts',
];

function filesBelow(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  return stat.isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];
}

/** Of everything that a build is made from, and of other files and folders of the project. */
export function sourcesDigest(others: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const file of [...SOURCES, ...others].flatMap((name) => filesBelow(join(project, name)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(project, file)} ${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest('hex');
}

const digestFile = join(dist, 'restore-desk-sources');

function readBuiltDigest(): string | null {
  try {
    return readFileSync(join(dist, 'BUILD_ID')) && readFileSync(digestFile, 'utf8');
  } catch {
    return null;
  }
}

export interface BuildFailure {
  output: string;
}

/**
 * Runs `next build`, unless the last build was made from the same sources. One build serves every sub-path. Resolves to its output if
 * it failed.
 */
export async function build(signal?: AbortSignal): Promise<BuildFailure | null> {
  if (readBuiltDigest() === sourcesDigest()) return null;
  await acquireLock(signal);
  try {
    const digest = sourcesDigest();
    if (readBuiltDigest() === digest) return null; // another process has built it meanwhile
    rmSync(digestFile, { force: true }); // an interrupted build must not count as the previous one
    const failure = await runBuild(signal);
    if (failure) return failure;
    await finishBuild(dist);
    await compressStatic(join(dist, 'static'));
    writeFileSync(digestFile, digest);
    return null;
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** Builds write into one folder: waits until no other build runs. The lock of a process that has ended is removed. */
async function acquireLock(signal?: AbortSignal): Promise<void> {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, ownIdentity, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!isRunning(readLockHolder())) rmSync(lockFile, { force: true });
    await sleep(500, undefined, signal ? { signal } : {});
  }
}

/**
 * This process itself if the file is empty or missing, as while another one writes or removes it: the caller tries
 * again.
 */
function readLockHolder(): string {
  try {
    return readFileSync(lockFile, 'utf8') || ownIdentity;
  } catch {
    return ownIdentity;
  }
}

async function runBuild(signal?: AbortSignal): Promise<BuildFailure | null> {
  process.stderr.write('Building the dashboard…\n');
  const child = spawn(process.execPath, [nextProgram, 'build'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', RESTORE_DESK_BASE_PATH: PLACEHOLDER },
    ...(signal ? { signal } : {}),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('close', resolve);
  });
  return code === 0 ? null : { output };
}

// `npm run build`
if (import.meta.main) {
  const failure = await build();
  if (failure) console.error(failure.output);
  process.exitCode = failure ? 1 : 0;
}
