import { groupOfIndex } from '../../contract/index-group.ts';
import { pinnedSnapshotKey, pinSentence, type PinnedBackup } from '../../contract/pinned.ts';
import { isReadOnly } from '../../contract/repository.ts';
import type { Check } from '../../contract/plan.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { listSnapshotNames, type SnapshotName } from '../../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../../elasticsearch/snapshots/repositories.ts';
import { restoresRunning } from '../../elasticsearch/snapshots/restoring-indices.ts';
import { readSnapshot, snapshotPath } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { PlanKind } from '../run-kind.ts';
import type { DeleteSnapshotPlan } from './schema.ts';

export interface DeleteSnapshotRequest {
  repository: string;
  snapshot: string;
  /** Delete it although it is the last good one of an alias. */
  evenLast?: boolean;
  /** Aliases and indices of which there is a good zip file: of these it is not the last good backup. */
  keptAsZip?: ReadonlySet<string>;
  /** By `pinnedSnapshotKey`. */
  pinned?: ReadonlyMap<string, PinnedBackup>;
}

/** What a deletion takes away. Throws `not_found` where there is no such snapshot or repository. */
export const planDeleteSnapshot: PlanKind<DeleteSnapshotRequest, DeleteSnapshotPlan> = async (
  { cluster },
  { repository, snapshot, evenLast = false, keptAsZip, pinned },
  { signal },
) => {
  const identity = await cluster.identity(signal);
  const repositories = await listRepositories(cluster, signal);
  const registered = repositories.find(({ name }) => name === repository);
  const found = registered === undefined ? null : await readSnapshot(cluster, repository, snapshot, signal);
  if (!registered || !found)
    throw new AppError(
      'not_found',
      registered ? `There is no snapshot ${snapshot} in ${repository}.` : `There is no repository ${repository}.`,
    );
  const lastOf = (await lastGoodOf(cluster, repositories, { repository, ...found }, signal)).filter(
    (name) => !keptAsZip?.has(name),
  );
  const restoring = (await restoresRunning(cluster, signal)).filter(
    (restore) => restore.repository === repository && restore.snapshot === snapshot,
  );
  return {
    kind: 'delete-snapshot',
    cluster: identity,
    plannedAt: new Date().toISOString(),
    repository,
    snapshot,
    uuid: found.uuid,
    state: found.state,
    indices: found.indices,
    lastOf,
    checks: [
      ...(isReadOnly(registered)
        ? [refusal('read-only', `${repository} is read-only`, 'Nothing in it can be deleted from this cluster.')]
        : []),
      ...(found.state === 'IN_PROGRESS'
        ? [refusal('running', 'It is being taken now', 'Cancel its job instead.')]
        : []),
      ...pinnedCheck(pinned?.get(pinnedSnapshotKey(identity.uuid, found.uuid))),
      restoring.length > 0
        ? refusal(
            'restoring',
            'It is being restored',
            `${formatList(restoring.map(({ index }) => index))} needs it until the restore has ended.`,
          )
        : ok('restoring', 'No restore needs it', 'No index is being restored from it now.'),
      lastOf.length > 0 ? lastCheck(lastOf, evenLast, keptAsZip !== undefined) : notLast(found.state),
    ],
    requests: [{ method: 'DELETE', path: snapshotPath(repository, snapshot) }],
    fingerprint: fingerprintOf({
      kind: 'delete-snapshot',
      cluster: identity.uuid,
      repository,
      snapshot,
      uuid: found.uuid,
      lastOf,
    }),
  };
};

const refusal = (id: string, title: string, detail: string): Check => ({ id, level: 'refuse', title, detail });

const ok = (id: string, title: string, detail: string): Check => ({ id, level: 'ok', title, detail });

const pinnedCheck = (pin: PinnedBackup | undefined): Check[] =>
  pin === undefined ? [] : [{ ...refusal('pinned', 'It is pinned', pinSentence(pin)), hint: 'Unpin it first.' }];

const notLast = (state: string): Check =>
  state === 'SUCCESS'
    ? ok(
        'last',
        'Other good backups remain',
        'Everything that it holds is in another good backup too, by alias or name.',
      )
    : ok('last', 'It is no good backup', 'It is not complete, so no alias loses its last good backup.');

const lastCheck = (lastOf: readonly string[], evenLast: boolean, zipsToo: boolean): Check => ({
  id: 'last',
  level: evenLast ? 'warn' : 'refuse',
  title: `It is the last good ${zipsToo ? 'backup' : 'snapshot'} of ${formatList(lastOf)}`,
  detail: `No other complete snapshot of it is in a repository of this cluster that can be read${zipsToo ? ', and no good zip file of it is known' : ''}.`,
  hint: 'Take a new one first. If you are sure, confirm that the last good one is to be deleted.',
});

const groupOf = (index: string): string => groupOfIndex(index) ?? index;

/** The aliases and indices of this snapshot that no other complete snapshot has. Empty if this one is not complete itself. */
async function lastGoodOf(
  cluster: Cluster,
  repositories: readonly { name: string }[],
  { repository, name, state, indices }: { repository: string; name: string; state: string; indices: readonly string[] },
  signal: AbortSignal,
): Promise<string[]> {
  if (state !== 'SUCCESS') return [];
  const lists = await Promise.all(
    repositories.map(async (each) =>
      (await listOrNone(cluster, each.name, signal)).map((other) => ({ repository: each.name, other })),
    ),
  );
  const kept = new Set(
    lists
      .flat()
      .filter(({ repository: of, other }) => other.state === 'SUCCESS' && !(of === repository && other.name === name))
      .flatMap(({ other }) => other.indices.map(groupOf)),
  );
  return [...new Set(indices.map(groupOf))].filter((group) => !kept.has(group));
}

/** What can't be read can't be counted on. */
async function listOrNone(cluster: Cluster, repository: string, signal: AbortSignal): Promise<SnapshotName[]> {
  try {
    return await listSnapshotNames(cluster, repository, signal);
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return [];
  }
}
