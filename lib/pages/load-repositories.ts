import type { ConfiguredCluster } from '../config.ts';
import { sourcePlace } from '../contract/backup-ref.ts';
import type { RepositoriesPage, ZipFolder } from '../contract/repositories-page.ts';
import { REPOSITORY_TYPES } from '../contract/repository-types.ts';
import { capabilitiesOf } from '../elasticsearch/capabilities.ts';
import type { SnapshotName } from '../elasticsearch/snapshots/list-snapshots.ts';
import type { Failure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { listedSnapshots, repositoryRow } from '../present/repository-row.ts';
import { typeSupport } from '../snapshots/type-support.ts';

/** Listing a repository's snapshots reads a file of its storage: less often than a page polls. */
const NAMES_MAX_AGE_MS = 8_000;
/** A slower repository is shown without its snapshots, and the next poll has them. */
const NAMES_WAIT_MS = 1_500;
const FOLDER_MAX_AGE_MS = 5_000;

/**
 * Every repository with its state, and the snapshots of one: `name`, or the first. Throws AppError while the cluster has
 * never answered.
 */
export async function loadRepositories(cluster: ConfiguredCluster, name?: string): Promise<RepositoriesPage> {
  const reads = readsOf(cluster.key).repositories;
  const { value, lastKnown } = await reads.registered.readLastKnown({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  const { identity, nodes, repositories, takenAt } = value;
  const verifications = jobs.repositoryVerifications(identity.uuid);
  const nodeNames = nodes && nodes.map((node) => node.name);
  const listed = await Promise.all(
    repositories.map(async (repository) => ({ repository, ...(await namesOf(cluster.key, repository.name)) })),
  );
  const selected = name === undefined ? listed[0] : listed.find(({ repository }) => repository.name === name);
  return {
    takenAt,
    ...(lastKnown === undefined ? {} : { lastKnown }),
    rows: listed.map((each) =>
      repositoryRow({
        ...each,
        nodes: nodeNames,
        verification: verifications?.get(each.repository.name) ?? null,
      }),
    ),
    selected: selected ? { name: selected.repository.name, ...listedSnapshots(selected.names ?? []) } : null,
    nodes: nodeNames,
    types: REPOSITORY_TYPES.map(({ type }) => typeSupport(type, nodes, identity)),
    canCleanUp: capabilitiesOf(identity).repositoryCleanUp,
    folder: folderOf(cluster),
    backupsAt: sourcePlace(cluster.backupSource),
  };
}

/** Never throws: one repository that can't be read does not hide the others. */
async function namesOf(key: string, name: string): Promise<{ names: SnapshotName[] | null; failure: Failure | null }> {
  const read = readsOf(key).repositories.names(name);
  await read.read({ maxAgeMs: NAMES_MAX_AGE_MS, waitMs: NAMES_WAIT_MS }).catch(() => undefined);
  // While the first attempt runs there is neither an answer nor a failure.
  const { value, failure } = read.reading();
  return { names: failure === null ? value : null, failure };
}

function folderOf(cluster: ConfiguredCluster): ZipFolder | null {
  const { value } = readsOf(cluster.key).backups.peek(FOLDER_MAX_AGE_MS);
  if (value === null) return null;
  const { backups, directory, problem } = value;
  return {
    directory,
    backups: backups.length,
    bytes: backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
    newest: backups.reduce<string | null>(
      (newest, { takenAt }) => (takenAt !== null && (newest === null || takenAt > newest) ? takenAt : newest),
      null,
    ),
    problem,
  };
}
