import type { ConfiguredCluster } from '../config.ts';
import { snapshotPlacesOf } from '../config/cluster-places.ts';
import type { Check, Plan } from '../contract/plan.ts';
import type { ClusterToType, PlanReview } from '../contract/reviews.ts';
import { compareEnvironments, environmentKind, sameEnvironment } from '../environment-rank.ts';
import { kinds } from '../kinds/kinds.ts';
import type { DocumentsFrom } from '../kinds/plan-description.ts';
import { clusterUuidOf, sameClusterAs } from './cluster-entries.ts';
import type { JobStore } from './store/job-store.ts';

/** Where the plan's documents come from, as far as this is known; null: it writes none of another cluster. */
const documentsOf = (plan: Plan): DocumentsFrom | null => kinds.of(plan).planDescription?.documentsFrom?.(plan) ?? null;

/**
 * The entries of the configuration that the documents may come from, all of another cluster than `uuid`, which is written
 * to: those of the uuid that the backup says, the one whose backups were chosen from, and those that keep their backups
 * where it is. Where no entry has the uuid that the backup says, entries that never answered and share the place count
 * too. A backup that says another cluster than its place is of both: a person who can write there may have changed it.
 */
function originEntries(
  store: JobStore | null,
  entry: ConfiguredCluster,
  documents: DocumentsFrom,
  uuid: string,
): ConfiguredCluster[] {
  const others = (entry.others?.() ?? []).filter((other) => clusterUuidOf(store, other) !== uuid);
  const { clusterUuid, from, source } = documents;
  const ofUuid = others.filter((other) => clusterUuid !== null && clusterUuidOf(store, other) === clusterUuid);
  const isKeptHere = [entry, ...sameClusterAs(store, entry, uuid)].some(({ backupSource }) => backupSource === source);
  const isUnexplained = clusterUuid !== null && clusterUuid !== uuid && ofUuid.length === 0;
  const keptThere = others.filter(
    (other) =>
      source !== null &&
      other.backupSource === source &&
      (!isKeptHere || (isUnexplained && clusterUuidOf(store, other) === null)),
  );
  const chosen = others.filter(({ key }) => key === from);
  return [...new Set([...ofUuid, ...keptThere, ...chosen])];
}

/**
 * The entries that a snapshot may be of: they write to the repository that it is in, and no job knows which cluster took
 * it. Not those that only read there, nor those that it is certainly of.
 */
function possibleEntries(
  store: JobStore | null,
  entry: ConfiguredCluster,
  documents: DocumentsFrom,
  uuid: string,
): ConfiguredCluster[] {
  const { clusterUuid, repository = null } = documents;
  if (repository === null || clusterUuid === uuid) return [];
  const certain = originEntries(store, entry, documents, uuid);
  if (clusterUuid !== null && certain.some((other) => clusterUuidOf(store, other) === clusterUuid)) return [];
  return (entry.others?.() ?? []).filter(
    (other) =>
      clusterUuidOf(store, other) !== uuid && !certain.includes(other) && snapshotPlacesOf(other).includes(repository),
  );
}

/**
 * The configured clusters that a plan's documents come from, where they come from another one; empty: from the cluster
 * that is written to, or from none that is configured.
 */
export function originsOf(store: JobStore, entry: ConfiguredCluster, plan: Plan): ConfiguredCluster[] {
  const documents = documentsOf(plan);
  return documents === null ? [] : originEntries(store, entry, documents, plan.cluster.uuid);
}

/** For a second person, who may have no role on those clusters: it does not name them. */
export const originReview = (origins: readonly ConfiguredCluster[]): Pick<PlanReview, 'originEnvironments'> =>
  origins.length === 0 ? {} : { originEnvironments: [...new Set(origins.map(({ environment }) => environment))] };

/** Those that they may come from besides: of a snapshot in a repository to which several clusters write. */
export function possibleOriginsOf(store: JobStore, entry: ConfiguredCluster, plan: Plan): ConfiguredCluster[] {
  const documents = documentsOf(plan);
  return documents === null ? [] : possibleEntries(store, entry, documents, plan.cluster.uuid);
}

interface Protection {
  environment: string;
  protected: boolean;
  approval: boolean;
}

/** With the strictest protection that any entry gives its cluster. */
const protectionOf = (store: JobStore | null, entry: ConfiguredCluster, uuid?: string): Protection => {
  const entries = [entry, ...sameClusterAs(store, entry, uuid)];
  return {
    environment: entry.environment,
    protected: entries.some((each) => each.protected),
    approval: entries.some((each) => each.approval !== null),
  };
};

/** The environments of a cluster: its entries may name it differently. */
const environmentsOf = (store: JobStore | null, entry: ConfiguredCluster, uuid?: string): string[] => [
  ...new Set([entry, ...sameClusterAs(store, entry, uuid)].map(({ environment }) => environment)),
];

/**
 * The name that a person types before documents of another configured cluster are written to this one; null: none is
 * asked for. Asked where this cluster is of a higher environment, or is more protected, or where one of two different
 * environments is not known to be higher or lower. It names no other cluster: the person may have no role there.
 */
export function clusterToType(store: JobStore, entry: ConfiguredCluster, plan: Plan): ClusterToType | null {
  const target = protectionOf(store, entry, plan.cluster.uuid);
  const environments = environmentsOf(store, entry, plan.cluster.uuid);
  const possible = possibleOriginsOf(store, entry, plan);
  for (const origin of [...originsOf(store, entry, plan), ...possible])
    for (const environment of environments) {
      const isPossible = possible.includes(origin);
      const why = whyTyped(protectionOf(store, origin), { ...target, environment }, isPossible ? 'may come' : 'come');
      if (why !== null) return { name: entry.name, why: isPossible ? `${why} ${WHY_POSSIBLE}` : why };
    }
  return null;
}

export const WHY_POSSIBLE =
  'It writes to a repository of the same type and location, and which cluster took the snapshot is not known.';

/** Pure. */
export function whyTyped(origin: Protection, target: Protection, verb: 'come' | 'may come' = 'come'): string | null {
  const ordered = compareEnvironments(origin.environment, target.environment);
  const documents = `The documents ${verb} from another cluster (${origin.environment})`;
  if (ordered === null && !sameEnvironment(origin.environment, target.environment))
    return `${documents}, and whether ${target.environment} is a higher environment is not known.`;
  if (ordered !== null && ordered < 0) return `${documents}, and ${target.environment} is a higher environment.`;
  if (target.protected && !origin.protected) return `${documents} that is not protected as this one is.`;
  if (target.approval && !origin.approval)
    return `${documents} where no second person approves changes, as one does here.`;
  return null;
}

/** A warning where documents of production go to a lesser environment; null: they do not, as far as this is known. */
export function originCheck(
  store: JobStore | null,
  entry: ConfiguredCluster,
  documents: DocumentsFrom,
  uuid: string,
): Check | null {
  const isLesser = ({ environment }: ConfiguredCluster) =>
    environmentKind(environment) === 'production' && environmentKind(entry.environment) !== 'production';
  const isCertain = originEntries(store, entry, documents, uuid).some(isLesser);
  if (!isCertain && !possibleEntries(store, entry, documents, uuid).some(isLesser)) return null;
  return {
    id: 'production-documents',
    level: 'warn',
    title: `Documents of production ${isCertain ? '' : 'may '}go to ${entry.environment}`,
    detail:
      `They may hold personal data. On ${entry.name} they can be read by everybody who may read its documents, ` +
      'and by every application that searches it.',
    hint: 'Make sure that they may be used there.',
  };
}
