import type { ClusterIdentity } from '../contract/cluster.ts';
import type { ServerLines, TypeSupport } from '../contract/repositories-page.ts';
import type { SnapshotNode } from '../elasticsearch/snapshots/repository-abilities.ts';
import { formatList } from '../format.ts';
import { formOf } from '../contract/repository-types.ts';

type Identity = Pick<ClusterIdentity, 'distribution' | 'version'>;

/** Whether the cluster can register a type, and what its administrator must add where it can't. Pure. `nodes` null: unknown. */
export function typeSupport(type: string, nodes: readonly SnapshotNode[] | null, identity: Identity): TypeSupport {
  const unknown = (why: string): TypeSupport => ({ type, state: 'unknown', why, lines: [] });
  if (nodes === null || nodes.length === 0)
    return unknown('This user may not read the nodes’ plugins and settings (privilege monitor).');
  const form = formOf(type);
  if (form === null) return unknown(`Restore Desk does not know the type ${type}: the cluster decides.`);
  const missing = (test: (node: SnapshotNode) => boolean) =>
    nodes.filter((node) => !test(node)).map(({ name }) => name);
  if (form.module !== null) {
    const without = missing(({ modules }) => modules.includes(form.module!));
    if (without.length > 0) return noModule(type, form.module, without, identity);
  }
  if (type === 'fs') {
    const without = missing(({ folders }) => folders.length > 0);
    if (without.length > 0)
      return {
        type,
        state: 'missing',
        why: `No folder for snapshots is set on ${namedNodes(without)} (path.repo).`,
        lines: pathRepoLines(identity),
      };
  }
  return { type, state: 'ok', why: null, lines: clientLines(type, identity) };
}

const namedNodes = (nodes: readonly string[]): string =>
  nodes.length === 1 ? `the node ${nodes[0]!}` : `the nodes ${formatList(nodes, 5)}`;

const programOf = ({ distribution }: Identity): string =>
  distribution === 'opensearch' ? 'opensearch' : 'elasticsearch';

export const pathRepoLines = (identity: Identity): ServerLines[] => [
  {
    where: `${programOf(identity)}.yml of every node; then restart the nodes one by one`,
    text: 'path.repo: ["/mnt/snapshots"]',
  },
];

function noModule(type: string, module: string, nodes: readonly string[], identity: Identity): TypeSupport {
  const program = programOf(identity);
  // Of the distribution; Elasticsearch 8 has the cloud types as modules.
  const installs = module.startsWith('repository-')
    ? [
        {
          where: `every node; then restart the nodes one by one (Elasticsearch 8 and later have ${module} by default)`,
          text: `bin/${program}-plugin install ${module}`,
        },
      ]
    : [];
  return {
    type,
    state: 'missing',
    why: `${namedNodes(nodes).replace(/^t/, 'T')} ${nodes.length === 1 ? 'has' : 'have'} no ${module}, so the type ${type} does not exist there.`,
    lines: [...installs, ...clientLines(type, identity)],
  };
}

/** Endpoint and keys are settings of the server: no client can set them. Source: the reference of each type; not tried. */
export function clientLines(type: string, identity: Identity): ServerLines[] {
  const program = programOf(identity);
  const keystore = (...names: string[]): ServerLines => ({
    where: `every node; then POST /_nodes/reload_secure_settings`,
    text: names.map((name) => `bin/${program}-keystore add ${name}`).join('\n'),
  });
  if (type === 's3')
    return [
      keystore('s3.client.default.access_key', 's3.client.default.secret_key'),
      {
        where: `${program}.yml of every node, for a store that is not AWS; then restart the nodes one by one`,
        text: 's3.client.default.endpoint: "s3.example.com"\ns3.client.default.protocol: https\ns3.client.default.path_style_access: true',
      },
    ];
  if (type === 'gcs')
    return [
      {
        ...keystore(),
        text: `bin/${program}-keystore add-file gcs.client.default.credentials_file /path/service-account.json`,
      },
    ];
  if (type === 'azure') return [keystore('azure.client.default.account', 'azure.client.default.key')];
  return [];
}
