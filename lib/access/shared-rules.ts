import { compareSources } from '../backups/compare-sources.ts';
import type { ConfiguredCluster } from '../config.ts';
import {
  mayDo,
  readsDocuments,
  permissionsOf,
  type Permission,
  type Permitted,
  type Role,
  type Verdict,
} from './permissions.ts';
import type { Identity } from './roles.ts';
import { entriesOfSameCluster } from './cluster-rules.ts';
import { roleOnCluster } from './current-user.ts';

/** Why the rules of another entry of the configuration apply. */
type Relation = 'same directory' | 'same cluster' | 'unknown';

/**
 * Whether an action on a cluster's backups, which the role there allows, is also allowed on the clusters that share the
 * place: their files may be there. Reading documents requires it on every `sensitive` cluster with backups there,
 * deleting on every cluster with backups there. `source`: the place, by default the cluster's own. `foreign`: ignores
 * other entries of the same cluster.
 */
export async function mayDoWithShared(
  identity: Identity,
  cluster: ConfiguredCluster,
  permission: Permission,
  { source = cluster.backupSource, foreign = false }: { source?: string; foreign?: boolean } = {},
): Promise<Verdict> {
  const restricting = (cluster.others?.() ?? []).filter((other) => restricts(other, permission));
  const excludedKeys = foreign && restricting.length > 0 ? entriesOfSameCluster(cluster).map(({ key }) => key) : [];
  for (const other of restricting) {
    if (excludedKeys.includes(other.key)) continue;
    const role = roleOnCluster(identity, other);
    const verdict = role === null ? null : mayDo(role, permission, other);
    // If it is allowed there, the place does not matter.
    if (verdict?.allowed) continue;
    const relation = await relationOf(other, cluster, source, permission);
    if (relation !== null) return { allowed: false, why: refusalSentence(other, relation, verdict?.why ?? null) };
  }
  return { allowed: true };
}

/**
 * Whether the rules of other entries could refuse what the role here allows; whether they do depends on their places, which
 * are not checked.
 */
export const dependsOnShared = (identity: Identity, cluster: ConfiguredCluster, permission: Permission): boolean =>
  (cluster.others?.() ?? []).some((other) => {
    const role = restricts(other, permission) ? roleOnCluster(identity, other) : undefined;
    return role !== undefined && (role === null || !mayDo(role, permission, other).allowed);
  });

const restricts = (other: ConfiguredCluster, permission: Permission): boolean =>
  permission === 'delete-backup' || (readsDocuments(permission) && other.sensitive);

async function relationOf(
  other: ConfiguredCluster,
  cluster: ConfiguredCluster,
  source: string,
  permission: Permission,
): Promise<Relation | null> {
  const sameCluster = permission === 'delete-backup' ? [] : entriesOfSameCluster(other);
  if (source === cluster.backupSource && sameCluster.some(({ key }) => key === cluster.key)) return 'same cluster';
  // The other cluster may also have backups in the directories of its other entries.
  const places = [other, ...sameCluster].map(({ backupSource }) => backupSource);
  const relations = await Promise.all(places.map((place) => compareSources(source, place)));
  if (relations.includes('shared')) return 'same directory';
  return relations.includes('unknown') ? 'unknown' : null;
}

/** Names the other cluster only if the person has a role on it (`why` is not null). */
function refusalSentence(other: ConfiguredCluster, relation: Relation, why: string | null): string {
  const nameOr = (unnamed: string) => (why === null ? unnamed : other.name);
  const sensitive = other.sensitive ? ', and its documents are marked sensitive' : '';
  const sentences: Record<Relation, string> = {
    'same directory': `${nameOr('Another cluster')} has backups in the same place${sensitive}.`,
    'same cluster': `${nameOr('Another entry of the configuration')} is the same cluster${sensitive}.`,
    unknown: `Whether ${nameOr('another cluster')} has backups in the same place can’t be determined now${sensitive}.`,
  };
  return `${sentences[relation]} ${why ?? 'You have no role there that allows this.'}`;
}

/** Whether a role on a cluster allows this, also by the rules of entries that share its backups. */
export async function mayDoHere(
  identity: Identity,
  role: Role,
  cluster: ConfiguredCluster,
  permission: Permission,
  verb?: string,
): Promise<Verdict> {
  const own = mayDo(role, permission, cluster, verb);
  return own.allowed ? mayDoWithShared(identity, cluster, permission) : own;
}

/** The same for every permission, for a page's buttons. */
export async function permissionsHere(identity: Identity, role: Role, cluster: ConfiguredCluster): Promise<Permitted> {
  const own = Object.entries(permissionsOf(role, cluster)) as [Permission, Verdict][];
  const verdicts = own.map(async ([permission, verdict]) => [
    permission,
    verdict.allowed ? await mayDoWithShared(identity, cluster, permission) : verdict,
  ]);
  return Object.fromEntries(await Promise.all(verdicts)) as Permitted;
}
