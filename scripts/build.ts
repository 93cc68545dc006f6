import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { basePathIn, distFolder } from './dist-folder.ts';
import { nameOfProcess, stillRuns } from './same-process.ts';

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const nextProgram = join(project, 'node_modules/next/dist/bin/next');
const typescript = join(project, 'tsconfig.json');
const turn = join(project, '.cache/building');
const ourselves = nameOfProcess(process.pid) ?? '';

/** What goes into the build. */
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

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((name) => filesBelow(join(project, name)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(project, file)} ${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest('hex');
}

const marker = (dist: string): string => join(project, dist, 'restore-desk-sources');

function builtFrom(dist: string): string | null {
  try {
    return readFileSync(join(project, dist, 'BUILD_ID')) && readFileSync(marker(dist), 'utf8');
  } catch {
    return null;
  }
}

export interface BuildFailure {
  output: string;
}

/** `next build` for a sub-path, unless the last one was made from these very sources. Resolves to what it said when it failed. */
export async function build(signal?: AbortSignal, basePath = basePathIn(process.env)): Promise<BuildFailure | null> {
  const dist = distFolder(basePath);
  if (builtFrom(dist) === digestOfSources()) return null;
  await takeTurn(signal);
  try {
    const digest = digestOfSources();
    if (builtFrom(dist) === digest) return null; // whoever was before us built it
    rmSync(marker(dist), { force: true }); // a build that is broken off must not look like the one before
    const failure = await runBuild(basePath, signal);
    if (!failure) writeFileSync(marker(dist), digest);
    return failure;
  } finally {
    rmSync(turn, { force: true });
  }
}

/** Two builds would write into one folder: the second waits for the first to end, or to have died. */
async function takeTurn(signal?: AbortSignal): Promise<void> {
  mkdirSync(dirname(turn), { recursive: true });
  for (;;) {
    try {
      writeFileSync(turn, ourselves, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!stillRuns(holderOfTurn())) rmSync(turn, { force: true });
    await sleep(500, undefined, signal ? { signal } : {});
  }
}

/** Ourselves where the file is just being written, or just gone: then look again. */
function holderOfTurn(): string {
  try {
    return readFileSync(turn, 'utf8') || ourselves;
  } catch {
    return ourselves;
  }
}

async function runBuild(basePath: string, signal?: AbortSignal): Promise<BuildFailure | null> {
  process.stderr.write(`Building the dashboard${basePath === '' ? '' : ` for ${basePath}`}…\n`);
  const before = readFileSync(typescript);
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
  // Next notes each folder it builds into; a sub-path of one installation is no part of the project.
  if (basePath !== '') writeFileSync(typescript, before);
  return code === 0 ? null : { output };
}
