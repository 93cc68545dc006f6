import { isLoopbackHost } from '../../config/check-sign-in.ts';
import { isOpenSearch, missingPrivileges, readUser, visibleNames } from '../../elasticsearch/admin/security.ts';
import { REQUIRED_PRIVILEGES, type PrivilegeRole, type RequiredPrivileges } from '../../elasticsearch/privileges.ts';
import { listSnapshotNames, type SnapshotName } from '../../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../../elasticsearch/snapshots/repositories.ts';
import { readSnapshot } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError, isAppError } from '../../errors.ts';
import { mapInParallel } from '../../map-in-parallel.ts';
import { isTransient } from '../../retry.ts';
import { ok, unknown, type Finding } from '../check.ts';
import type { OpenedCluster } from '../opened-cluster.ts';
import { repositoriesFinding, versionFinding, type ReadRepository } from '../words/cluster.ts';
import { privilegesFinding, userFinding } from '../words/privileges.ts';

export const checkVersion = async ({ cluster }: OpenedCluster, signal: AbortSignal): Promise<Finding> =>
  versionFinding(await cluster.identity(signal));

export async function checkUser({ cluster, entry }: OpenedCluster, signal: AbortSignal): Promise<Finding> {
  try {
    const user = await readUser(cluster, signal);
    return userFinding(user, { loopback: isLoopbackHost(new URL(cluster.url).hostname) });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'unauthorised') throw error;
    const how =
      entry.connection.auth === undefined ? 'wants credentials, and its entry has none' : 'refuses our credentials';
    return {
      level: 'failure',
      what: `The cluster ${how}.`,
      next: 'Check `credentials` of its entry: the name, and the password or API key in the variable or file that it names.',
    };
  }
}

/** Asked on all indices; where the role is for some alone, on those that it sees. */
export async function checkPrivileges(
  { cluster, entry: { readOnly } }: OpenedCluster,
  role: PrivilegeRole,
  signal: AbortSignal,
): Promise<Finding> {
  if (await isOpenSearch(cluster, signal))
    return unknown('OpenSearch has no API for what a user may do.', 'Compare its role with docs/privileges.md.');
  if ((await readUser(cluster, signal)) === null) return ok('The cluster has no security: everything is allowed.');
  const required = REQUIRED_PRIVILEGES[role];
  try {
    const missing = await missingPrivileges(cluster, required, signal);
    const onVisible = missing.some(({ on }) => on === '*') ? await onVisibleNames(cluster, required, signal) : null;
    return privilegesFinding({ role, missing, onVisible, readOnly });
  } catch (error) {
    // An older version refuses a request that names a privilege which it does not have.
    if (!isAppError(error) || error.details['status'] !== 400) throw error;
    return unknown(
      `the cluster does not know one of these privileges: ${error.message}`,
      'Compare its role with docs/privileges.md.',
    );
  }
}

/** A request names so many at most. */
const MOST_NAMES = 500;
/** Of indices that are being made here. */
const OWN_NAMES = 'restore-desk-*';

async function onVisibleNames(cluster: OpenedCluster['cluster'], required: RequiredPrivileges, signal: AbortSignal) {
  const names = await visibleNames(cluster, signal).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'forbidden') return [];
    throw error;
  });
  if (names.length === 0) return null;
  const asked = [...names.slice(0, MOST_NAMES), OWN_NAMES];
  const narrowed = {
    cluster: required.cluster,
    indices: required.indices.map((each) => (each.names.includes('*') ? { ...each, names: asked } : each)),
  };
  return { names: names.length, asked: asked.length, missing: await missingPrivileges(cluster, narrowed, signal) };
}

const AT_A_TIME = 4;

/**
 * Reads the list of snapshots of each, and its last one: a cluster that has read the list before answers from its memory, also where
 * the storage is gone (tried). A verification would write.
 */
export async function checkRepositories({ cluster }: OpenedCluster, signal: AbortSignal): Promise<Finding> {
  const repositories = await listRepositories(cluster, signal);
  const read = async ({ name }: { name: string }): Promise<ReadRepository> => {
    try {
      const snapshots = await listSnapshotNames(cluster, name, signal);
      await readLast(cluster, { repository: name, snapshots }, signal);
      return { name, snapshots: snapshots.length };
    } catch (error) {
      if (!isAppError(error) || error.code === 'cancelled' || isTransient(error)) throw error;
      return { name, failure: error.message };
    }
  };
  return repositoriesFinding(await mapInParallel(repositories, AT_A_TIME, read));
}

/** Throws AppError where its file can't be read. */
async function readLast(
  cluster: OpenedCluster['cluster'],
  { repository, snapshots }: { repository: string; snapshots: readonly SnapshotName[] },
  signal: AbortSignal,
): Promise<void> {
  const last = snapshots.findLast(({ state }) => state === 'SUCCESS' || state === 'PARTIAL');
  if (last === undefined || (await readSnapshot(cluster, repository, last.name, signal)) !== null) return;
  throw new AppError(
    'cluster_error',
    `The list of ${repository} has the snapshot ${last.name}, and its storage does not.`,
  );
}
