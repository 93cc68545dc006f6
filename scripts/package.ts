/**
 * `npm pack` runs it first: builds the pages, and the JavaScript that the package has in place of TypeScript, which Node does not run
 * below node_modules. Both go to dist/; `files` in package.json says what else the package has.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pagesFolder, programFolder } from '../lib/places.mjs';
import { servedFiles } from '../lib/serve/built-pages.ts';
import { build } from './build.ts';

const project = programFolder();
const dist = join(project, 'dist');

/** What is started by name, or by people; what they import comes with them. */
const ENTRY_POINTS = ['lib/cli/main.ts', 'lib/thread/entry.ts', 'lib/files/file-process.ts', 'scripts/demo.ts'];

class Failure extends Error {}

async function buildPages(): Promise<void> {
  const failure = await build();
  if (failure) throw new Failure(`${failure.output}\nThe build failed.`);
  for (const file of servedFiles(pagesFolder())) copy(join(pagesFolder(), file), join(dist, 'pages', file));
}

/** `npm run typecheck` checks the types. */
function compile(): void {
  const config = join(dist, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    noCheck: true,
    incremental: false,
    rewriteRelativeImportExtensions: true,
    allowImportingTsExtensions: false,
    rootDir: project,
    outDir: dist,
    plugins: [],
  };
  const files = ENTRY_POINTS.map((file) => join(project, file));
  writeFileSync(config, JSON.stringify({ extends: '../tsconfig.json', compilerOptions, files, include: [] }));
  const compiler = join(project, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', config], { encoding: 'utf8' });
  rmSync(config);
  if (status !== 0) throw new Failure(`${stdout}\nThe TypeScript could not be compiled.`);
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

try {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await buildPages();
  compile();
  if (!existsSync(join(dist, 'package.json'))) throw new Failure('lib/version.ts would not find package.json.');
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
