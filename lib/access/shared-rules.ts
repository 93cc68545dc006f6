import { sharing } from '../backups/shared-places.ts';
import type { ConfiguredCluster } from '../config.ts';
import {
  mayDo,
  needsDocuments,
  permissionsOf,
  type Permission,
  type Permitted,
  type Role,
  type Verdict,
} from './permissions.ts';
import type { Identity } from './roles.ts';
import { entriesOfSameCluster } from './cluster-rules.ts';
import { roleOnCluster } from './current-user.ts';

/** How another entry of the configuration comes to rule here. */
type Tie = 'same directory' | 'same cluster' | 'unknown';

/**
 * Whether somebody may do on a cluster's backups what their role on it allows: files that lie there may be another
 * cluster's. Documents of a `sensitive` cluster are for those who may read them there; deleting needs the right to on
 * every cluster that has backups in this place. `source`: the place, where it is not the cluster's own. `foreign`: what is
 * the same cluster is left out.
 */
export async function mayDoWithShared(
  identity: Identity,
  cluster: ConfiguredCluster,
  permission: Permission,
  { source = cluster.backupSource, foreign = false }: { source?: string; foreign?: boolean } = {},
): Promise<Verdict> {
  const ruling = (cluster.others?.() ?? []).filter((other) => rules(other, permission));
  const left = foreign && ruling.length > 0 ? entriesOfSameCluster(cluster).map(({ key }) => key) : [];
  for (const other of ruling) {
    if (left.includes(other.key)) continue;
    const role = roleOnCluster(identity, other);
    const verdict = role === null ? null : mayDo(role, permission, other);
    // What is allowed there needs no look at where it lies.
    if (verdict?.allowed) continue;
    const tie = await tieOf(other, cluster, source, permission);
    if (tie !== null) return { allowed: false, why: whyNot(other, tie, verdict?.why ?? null) };
  }
  return { allowed: true };
}

const rules = (other: ConfiguredCluster, permission: Permission): boolean =>
  permission === 'delete-backup' || (needsDocuments(permission) && other.sensitive);

async function tieOf(
  other: ConfiguredCluster,
  cluster: ConfiguredCluster,
  source: string,
  permission: Permission,
): Promise<Tie | null> {
  const twins = permission === 'delete-backup' ? [] : entriesOfSameCluster(other);
  if (source === cluster.backupSource && twins.some(({ key }) => key === cluster.key)) return 'same cluster';
  // Backups of that cluster are also where it has a directory under another key.
  const places = [other, ...twins].map(({ backupSource }) => backupSource);
  const found = await Promise.all(places.map((place) => sharing(source, place)));
  if (found.includes('shared')) return 'same directory';
  return found.includes('unknown') ? 'unknown' : null;
}

/** A cluster that one has no role on has no name. */
function whyNot(other: ConfiguredCluster, tie: Tie, why: string | null): string {
  const named = (unnamed: string) => (why === null ? unnamed : other.name);
  const sensitive = other.sensitive ? ', and its documents are marked sensitive' : '';
  const ties: Record<Tie, string> = {
    'same directory': `${named('Another cluster')} has backups in the same directory${sensitive}.`,
    'same cluster': `${named('Another entry of the configuration')} is the same cluster${sensitive}.`,
    unknown: `Whether ${named('another cluster')} has backups in the same directory can’t be seen now${sensitive}.`,
  };
  return `${ties[tie]} ${why ?? 'You have no role there that allows this.'}`;
}

/** The verdict of a role on a cluster, with what is shared. */
export async function mayDoHere(
  identity: Identity,
  role: Role,
  cluster: ConfiguredCluster,
  permission: Permission,
): Promise<Verdict> {
  const own = mayDo(role, permission, cluster);
  return own.allowed ? mayDoWithShared(identity, cluster, permission) : own;
}

/** The same of every permission, for a page and its buttons. */
export async function permissionsHere(identity: Identity, role: Role, cluster: ConfiguredCluster): Promise<Permitted> {
  const verdicts = Object.entries(permissionsOf(role, cluster)) as [Permission, Verdict][];
  const ruled = verdicts.map(async ([permission, own]) => [
    permission,
    own.allowed ? await mayDoWithShared(identity, cluster, permission) : own,
  ]);
  return Object.fromEntries(await Promise.all(ruled)) as Permitted;
}
