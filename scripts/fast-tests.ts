import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a test needs to start a process, open a port or drive a browser. */
const HEAVY = new Set([
  'node:child_process',
  'node:http',
  'node:http2',
  'node:https',
  'node:net',
  'node:tls',
  'playwright-core',
]);
const TEST_FILE = /\.test\.tsx?$/;

/**
 * The test files below `tests/` that start no process, open no port and drive no browser, as paths from the project's
 * root: neither they nor what they import from `tests/` and `scripts/` imports a module that can. What `lib` imports
 * doesn't count: the helpers of the tests are what starts servers.
 */
export function fastTests(project: string): string[] {
  return readdirSync(join(project, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => TEST_FILE.test(file))
    .map((file) => join(project, 'tests', file))
    .filter((file) => !isHeavy(file, project, new Set()))
    .map((file) => relative(project, file))
    .sort();
}

function isHeavy(file: string, project: string, seen: Set<string>): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  return importsOf(file).some((name) => {
    if (HEAVY.has(name)) return true;
    const path = localPath(name, file, project);
    return path !== undefined && isHeavy(path, project, seen);
  });
}

/** Imported modules as they are written, also by `export … from` and `import('…')`. Imports of types alone don't count. */
function importsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/^(import|export) type [^;]*;/gm, '');
  return [...code.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name!);
}

/** The path of an import from `tests/` or `scripts/`. */
function localPath(name: string, from: string, project: string): string | undefined {
  const path = name.startsWith('@/') ? join(project, name.slice(2)) : join(dirname(from), name);
  const inProject = name.startsWith('@/') || name.startsWith('.');
  return inProject && /^(tests|scripts)\//.test(relative(project, path)) ? path : undefined;
}
