import { at, entriesOf, type ByName } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { anything, listOf, named, object, optional, text, type Shape } from '../client/shape.ts';

/** What one node has for snapshots. */
export interface SnapshotNode {
  name: string;
  /** Names of its plugins and its modules: newer servers have `repository-s3` as a module. */
  modules: readonly string[];
  /** `path.repo`: the folders in which repositories of the type fs may be. */
  folders: readonly string[];
  /** `repositories.url.allowed_urls`, with `*`. */
  allowedUrls: readonly string[];
}

interface NodePlugins {
  name: string;
  roles?: unknown;
  plugins?: { name: string }[];
  modules?: { name: string }[];
}
const pluginsShape: Shape<NodePlugins> = object({
  name: text,
  plugins: optional(listOf(object({ name: text }))),
  modules: optional(listOf(object({ name: text }))),
});

/**
 * The nodes that snapshots need: those that hold data or may be the master. null: this user may not read them
 * (`monitor`). Source: `_nodes/plugins`, because a version alone does not tell which types a server has.
 */
export async function readSnapshotNodes(cluster: Cluster, signal?: AbortSignal): Promise<SnapshotNode[] | null> {
  const [plugins, settings] = await Promise.all([
    nullIfForbidden(
      cluster.request({
        method: 'GET',
        path: '/_nodes/plugins',
        query: { filter_path: 'nodes.*.name,nodes.*.roles,nodes.*.plugins.name,nodes.*.modules.name' },
        shape: object({ nodes: named(pluginsShape) }),
        signal,
        responseSize: 'list',
      }),
    ),
    nullIfForbidden(
      cluster.request({
        method: 'GET',
        path: '/_nodes/settings',
        query: { filter_path: 'nodes.*.name,nodes.*.settings.path.repo,nodes.*.settings.repositories' },
        shape: object({ nodes: named(object({ name: text, settings: optional(named(anything)) })) }),
        signal,
        responseSize: 'list',
      }),
    ),
  ]);
  if (plugins === null || settings === null) return null;
  return entriesOf(plugins.nodes)
    .filter(([, { roles }]) => !Array.isArray(roles) || roles.some(usesRepositories))
    .map(([id, node]) => {
      const own = at(settings.nodes, id)?.settings;
      return {
        name: node.name,
        modules: [...(node.plugins ?? []), ...(node.modules ?? [])].map(({ name }) => name),
        folders: textsIn(own, ['path', 'repo']),
        allowedUrls: textsIn(own, ['repositories', 'url', 'allowed_urls']),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const usesRepositories = (role: unknown): boolean =>
  typeof role === 'string' && /^(?:data|master|cluster_manager)/.test(role);

/** A list of texts, a text with commas, or the two in a map by position, as different versions answer. */
function textsIn(settings: ByName<unknown> | undefined, path: readonly string[]): string[] {
  let value: unknown = settings;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? at(value as ByName<unknown>, key) : undefined;
  if (typeof value === 'string') return value.split(',').map((part) => part.trim());
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string');
  return typeof value === 'object' && value !== null
    ? Object.values(value).filter((part): part is string => typeof part === 'string')
    : [];
}
