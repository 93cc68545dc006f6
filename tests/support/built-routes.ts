import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const readBuildFile = <T>(file: string): T => JSON.parse(readFileSync(join(project, '.next', file), 'utf8')) as T;

export interface BuiltAction {
  id: string;
  name: string;
  file: string;
  /** A path at which it can be called, with `one` as the cluster and made-up other parts. */
  path: string;
}

/** An address of a built page or route: `[cluster]` is `one`, every other part names something that does not exist. */
const addressOf = (route: string): string =>
  route
    .replace('[cluster]', 'one')
    .replaceAll('[id]', '1')
    .replaceAll('[job]', '1')
    .replaceAll(/\[[^\]]+\]/g, 'nothing.zip') || '/';

/** Every server action, read from the build, so that a test can't miss one. */
export function builtActions(): BuiltAction[] {
  const { node } = readBuildFile<{
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>;
  }>('server/server-reference-manifest.json');
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
    const worker = Object.keys(workers)[0]!;
    return {
      id,
      name: exportedName,
      file: filename,
      path: addressOf(worker.replace(/^app/, '').replace(/\/page$/, '')),
    };
  });
}

export interface BuiltRoute {
  kind: 'page' | 'route';
  route: string;
  address: string;
  /** The text of its source file. */
  source: string;
}

/** Every page and route of the build, without Next's own error pages and the icon. */
export function builtRoutes(): BuiltRoute[] {
  return Object.entries(readBuildFile<Record<string, string>>('app-path-routes-manifest.json'))
    .filter(([entry]) => !/^\/(?:_global-error|_not-found|icon\.svg)\//.test(entry))
    .map(([entry, route]) => {
      const kind = entry.endsWith('/route') ? 'route' : 'page';
      return {
        kind,
        route,
        address: addressOf(route),
        source: readFileSync(`${project}/app${entry}.ts${kind === 'page' ? 'x' : ''}`, 'utf8'),
      };
    });
}

/** The routes of all built pages: "/[cluster]/jobs/[id]". */
export const builtPages = (): string[] =>
  builtRoutes()
    .filter(({ kind }) => kind === 'page')
    .map(({ route }) => route);
