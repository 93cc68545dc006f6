import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { distFolder } from '../../scripts/dist-folder.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const built = <T>(file: string, basePath = ''): T =>
  JSON.parse(readFileSync(join(project, distFolder(basePath), file), 'utf8')) as T;

export interface BuiltAction {
  id: string;
  name: string;
  file: string;
  /** A path it can be called at, with `one` for the cluster and made-up other parts. */
  page: string;
}

/** An address of a built page or route: `[cluster]` becomes `one`, every other part something that isn't there. */
const addressOf = (route: string): string =>
  route
    .replace('[cluster]', 'one')
    .replaceAll('[id]', '1')
    .replaceAll('[job]', '1')
    .replaceAll(/\[[^\]]+\]/g, 'nothing.zip') || '/';

/** Every server action that the build knows, found from the build: one that is forgotten in a test can't be. */
export function builtActions(basePath = ''): BuiltAction[] {
  const { node } = built<{
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>;
  }>('server/server-reference-manifest.json', basePath);
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
    const worker = Object.keys(workers)[0]!;
    return {
      id,
      name: exportedName,
      file: filename,
      page: addressOf(worker.replace(/^app/, '').replace(/\/page$/, '')),
    };
  });
}

export interface BuiltDoor {
  kind: 'page' | 'route';
  route: string;
  address: string;
  /** The text of its source file. */
  source: string;
}

/** Every page and route that the build serves, but for Next's own error pages and the icon. */
export function builtDoors(): BuiltDoor[] {
  return Object.entries(built<Record<string, string>>('app-path-routes-manifest.json'))
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
