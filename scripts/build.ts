import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programFolder } from '../lib/places.mjs';
import { compressStatic } from './compress-static.ts';
import { basePathIn, distFolder } from './dist-folder.ts';
import { processIdentity, isRunning } from './process-identity.ts';

const project = programFolder();
const nextProgram = join(project, 'node_modules/next/dist/bin/next');
const typescriptConfig = join(project, 'tsconfig.json');
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
  'package-lock.json',
  'tsconfig.json',
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

function readSourcesDigest(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((name) => filesBelow(join(project, name)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(project, file)} ${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest('hex');
}

const digestFile = (dist: string): string => join(project, dist, 'restore-desk-sources');

function readBuiltDigest(dist: string): string | null {
  try {
    return readFileSync(join(project, dist, 'BUILD_ID')) && readFileSync(digestFile(dist), 'utf8');
  } catch {
    return null;
  }
}

export interface BuildFailure {
  output: string;
}

/**
 * Runs `next build` for a sub-path, unless the last build was made from the same sources. Resolves to its output if it
 * failed.
 */
export async function build(signal?: AbortSignal, basePath = basePathIn(process.env)): Promise<BuildFailure | null> {
  const dist = distFolder(basePath);
  if (readBuiltDigest(dist) === readSourcesDigest()) return null;
  await acquireLock(signal);
  try {
    const digest = readSourcesDigest();
    if (readBuiltDigest(dist) === digest) return null; // another process has built it meanwhile
    rmSync(digestFile(dist), { force: true }); // an interrupted build must not count as the previous one
    const failure = await runBuild(basePath, signal);
    if (failure) return failure;
    await compressStatic(join(project, dist, 'static'));
    writeFileSync(digestFile(dist), digest);
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

async function runBuild(basePath: string, signal?: AbortSignal): Promise<BuildFailure | null> {
  process.stderr.write(`Building the dashboard${basePath === '' ? '' : ` for ${basePath}`}…\n`);
  const before = readFileSync(typescriptConfig);
  const child = spawn(process.execPath, [nextProgram, 'build'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', RESTORE_DESK_BASE_PATH: basePath },
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
  // Next adds every output folder to tsconfig.json; the sub-path of one installation is no part of the project.
  if (basePath !== '') writeFileSync(typescriptConfig, before);
  return code === 0 ? null : { output };
}

// `npm run build`
if (import.meta.main) {
  const failure = await build();
  if (failure) console.error(failure.output);
  process.exitCode = failure ? 1 : 0;
}
