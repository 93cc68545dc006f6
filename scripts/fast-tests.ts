import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Modules that start a process, open a port or drive a browser. */
const SYSTEM_MODULES = new Set([
  'node:child_process',
  'node:http',
  'node:http2',
  'node:https',
  'node:net',
  'node:tls',
  'playwright-core',
  'smtp-server',
]);
const TEST_FILE = /\.test\.tsx?$/;

/**
 * The test files below `tests/` that start no process, open no port and drive no browser, as paths from the project's
 * root: neither they nor the files that they import from `tests/` and `scripts/` import one of SYSTEM_MODULES. Imports
 * of `lib` don't count: servers are started by the tests' helpers.
 */
export function fastTests(project: string): string[] {
  return readdirSync(join(project, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => TEST_FILE.test(file))
    .map((file) => join(project, 'tests', file))
    .filter((file) => !usesSystemModules(file, project, new Set()))
    .map((file) => relative(project, file))
    .sort();
}

function usesSystemModules(file: string, project: string, visited: Set<string>): boolean {
  if (visited.has(file) || !existsSync(file)) return false;
  visited.add(file);
  return importsOf(file).some((name) => {
    if (SYSTEM_MODULES.has(name)) return true;
    const path = localPath(name, file, project);
    return path !== undefined && usesSystemModules(path, project, visited);
  });
}

/** Module names as written in imports, `export … from` and `import('…')`. Imports of types alone don't count. */
function importsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/^(import|export) type [^;]*;/gm, '');
  return [...code.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name!);
}

/** The path of a module below `tests/` or `scripts/`; undefined for any other. */
function localPath(name: string, from: string, project: string): string | undefined {
  const path = name.startsWith('@/') ? join(project, name.slice(2)) : join(dirname(from), name);
  const inProject = name.startsWith('@/') || name.startsWith('.');
  return inProject && /^(tests|scripts)\//.test(relative(project, path)) ? path : undefined;
}
