import { lastUuidOf } from '../access/cluster-rules.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { IndexStanding, PageAlias } from '../contract/index-page.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import type { AliasMembership, ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { indexName } from '../contract/names.ts';
import type { LastKnown } from '../contract/last-known.ts';
import { isAppError, toFailure, type Failure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { generationsIn, MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { readsOfIndex } from '../live/index-reads.ts';
import { deletionIn, type JobsOfIndex } from './index-jobs.ts';
import { lostDocuments } from './lost-documents.ts';

const OPTIONS = { maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS };
/** Of an alias's filter, in characters. */
const MAX_FILTER = 4_000;

interface Standing {
  standing: IndexStanding;
  takenAt: string;
  lastKnown?: LastKnown;
}

/** What a name is on the cluster: an index, an alias, or nothing (any more). Never throws what the cluster throws. */
export async function standingOf(cluster: ConfiguredCluster, name: string, jobsOfIt: JobsOfIndex): Promise<Standing> {
  let known: { value: ClusterIndices; lastKnown?: LastKnown };
  try {
    known = await readsOf(cluster.key).indices.readLastKnown(OPTIONS);
  } catch (error) {
    return { standing: { state: 'unknown', failure: failureOf(error) }, takenAt: new Date().toISOString() };
  }
  const { value: indices, lastKnown } = known;
  const old = lastKnown === undefined ? {} : { lastKnown };
  const listed = indices.indices.find((index) => index.name === name);
  if (listed !== undefined)
    return { standing: await roleOf(cluster, listed, indices), takenAt: indices.takenAt, ...old };
  const behind = indicesOfAlias(indices, name);
  if (behind.length > 0) return { standing: { state: 'alias', indices: behind }, takenAt: indices.takenAt, ...old };
  return { standing: await unlisted(cluster, name, indices, jobsOfIt, lastKnown), takenAt: indices.takenAt, ...old };
}

const failureOf = (error: unknown): Failure => {
  if (!isAppError(error)) throw error;
  return toFailure(error);
};

const indicesOfAlias = ({ indices, onDotIndices = [] }: ClusterIndices, alias: string): string[] => [
  ...indices.filter((index) => index.aliases.some((membership) => membership.alias === alias)).map(({ name }) => name),
  ...onDotIndices.filter((each) => each.alias === alias).map(({ index }) => index),
];

/** A dot-index, or one that was created after the list: the cluster is asked for it alone. */
async function unlisted(
  cluster: ConfiguredCluster,
  name: string,
  indices: ClusterIndices,
  jobsOfIt: JobsOfIndex,
  lastKnown: LastKnown | undefined,
): Promise<IndexStanding> {
  const missing = {
    state: 'missing',
    deletion: deletionIn(jobsOfIt),
    known: (jobsOfIt.jobs?.length ?? 0) > 0,
    ...(jobsOfIt.olderNotSearched ? { olderNotSearched: true } : {}),
  } as const;
  // A pattern would be asked of every index.
  if (lastKnown !== undefined || !indexName.safeParse(name).success) return missing;
  try {
    const found = await readsOfIndex(cluster.key, name).summary.read(OPTIONS);
    return found === null ? missing : await roleOf(cluster, found, indices);
  } catch (error) {
    const failure = failureOf(error);
    return failure.code === 'not_found' ? missing : { state: 'unknown', failure };
  }
}

type IndexRole = Extract<IndexStanding, { state: 'exists' }>;

async function roleOf(
  cluster: ConfiguredCluster,
  { aliases, narrowed, ...index }: IndexSummary,
  indices: ClusterIndices,
): Promise<IndexRole> {
  const named = groupOfIndex(index.name);
  const isAlias = (alias: string) => indices.indices.some((each) => each.aliases.some((of) => of.alias === alias));
  const group = aliases.find(({ alias }) => alias === named)?.alias ?? aliases[0]?.alias ?? null;
  const lost = await lostDocuments(cluster, await generationsIn(indices));
  return {
    state: 'exists',
    index,
    aliases: aliases.map((membership) => pageAlias(membership, narrowed)),
    listed: !index.name.startsWith('.'),
    group: group ?? (named !== null && isAlias(named) ? named : null),
    live: aliases.length > 0,
    loss: aliases.map(({ alias }) => lost.get(alias)).find((flag) => flag !== undefined) ?? null,
    ...creatorOf(cluster, index.uuid),
  };
}

function creatorOf(cluster: ConfiguredCluster, uuid: string): Pick<IndexRole, 'createdBy' | 'creatorUnknown'> {
  const clusterUuid = readsOf(cluster.key).health.reading().value?.identity.uuid ?? lastUuidOf(cluster);
  if (clusterUuid === null) return { createdBy: null, creatorUnknown: 'the uuid of the cluster is not known' };
  const created = jobs.jobsByCreatedIndex(clusterUuid);
  return created === null
    ? { createdBy: null, creatorUnknown: 'the jobs can’t be read' }
    : { createdBy: created.get(uuid) ?? null };
}

function pageAlias(membership: AliasMembership, narrowed: IndexSummary['narrowed']): PageAlias {
  const { alias, filter, indexRouting, searchRouting, isWriteIndex, isHidden } = membership;
  const shown = narrowed?.find((each) => each.alias === alias);
  return {
    alias,
    filter: filter === undefined ? null : JSON.stringify(filter).slice(0, MAX_FILTER),
    indexRouting: indexRouting ?? null,
    searchRouting: searchRouting ?? null,
    write: isWriteIndex ?? null,
    hidden: isHidden === true,
    ...(shown === undefined ? {} : { shown: shown.documents }),
  };
}
