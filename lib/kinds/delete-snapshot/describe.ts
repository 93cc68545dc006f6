import { pinnedSnapshotKey } from '../../contract/pinned.ts';
import { formatList, plural } from '../../format.ts';
import { describeDifference } from '../changes.ts';
import { indicesFact } from '../index-facts.ts';
import { jobKind } from '../kind.ts';
import { repositoryUseLock, snapshotLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import {
  deleteSnapshotResult,
  deleteSnapshotWork,
  type DeleteSnapshotPlan,
  type DeleteSnapshotResult,
  type DeleteSnapshotWork,
} from './schema.ts';

const planDescription: PlanDescription<DeleteSnapshotPlan> = {
  changes: (displayed, current) => [
    ...describeDifference(
      `The snapshot ${current.snapshot}`,
      displayed.uuid,
      current.uuid,
      () => 'was deleted and taken again.',
    ),
    ...describeDifference(
      'It is the last good backup',
      formatList(displayed.lastOf, 10),
      formatList(current.lastOf, 10),
      (before, now) => `of ${now || 'nothing'} now; it was of ${before || 'nothing'}.`,
    ),
  ],
  summary: ({ repository, snapshot, indices }) =>
    `Delete the snapshot ${snapshot} of ${plural(indices.length, 'index', 'indices')} from ${repository}.`,
  review: () => ({ before: [], after: [] }),
  terminalLines: ({ repository, snapshot, state, indices, lastOf }) => [
    `Would delete the snapshot ${snapshot} (${state.toLowerCase()}) from ${repository}, with ${plural(indices.length, 'index', 'indices')}:`,
    ...indices.map((index) => `  ${index}`),
    ...(lastOf.length > 0 ? [`It is the last good snapshot of ${formatList(lastOf, 10)}.`] : []),
  ],
  guardedAlias: () => null,
};

/** Deletes one snapshot; what other snapshots share with it is kept. */
export const deleteSnapshot = jobKind<DeleteSnapshotWork, DeleteSnapshotResult, DeleteSnapshotPlan>()({
  kind: 'delete-snapshot',
  label: 'Delete snapshot',
  noun: 'the deletion',
  segment: 'backups',
  permission: permission({ id: 'delete-backup', role: 'admin', verb: 'delete backups', changesCluster: false }),
  schema: { work: deleteSnapshotWork, result: deleteSnapshotResult },
  planDescription,
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes a snapshot, and is not started again.`,
      hint: 'Review the deletion again: restore-desk snapshot-delete.',
    }),
    reviewLink: ({ plan: { repository, snapshot } }) => ({
      label: 'Review the deletion again',
      path: `/snapshots/${encodeURIComponent(repository)}/${encodeURIComponent(snapshot)}/delete`,
    }),
  },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => `Delete the snapshot ${plan.snapshot} from ${plan.repository}`,
  locks: ({ plan }) => [
    repositoryUseLock(plan.cluster.uuid, plan.repository),
    snapshotLock(plan.cluster.uuid, `${plan.repository}/${plan.snapshot}`),
  ],
  deletedBackups: ({ plan }) => [{ key: pinnedSnapshotKey(plan.cluster.uuid, plan.uuid), name: plan.snapshot }],
  moreObjects: ({ plan }) => [plan.repository, plan.snapshot, ...plan.indices],
  steps: ({ plan }) => [{ id: 'delete', title: `Check it again, and delete ${plan.snapshot}`, phases: [] }],
  facts: ({ plan }) => [
    { name: 'Repository', value: plan.repository, code: true },
    { name: 'Snapshot', value: plan.snapshot, code: true },
    indicesFact('Indices', plan.indices, 10),
  ],
  outcome: ({ repository, snapshot, indices }) =>
    `${snapshot} is deleted from ${repository}; it held ${plural(indices.length, 'index', 'indices')}.`,
  aftermath: () => 'Whether the snapshot was deleted is in the list of backups. No index was changed.',
  auditDetails: ({ repository, snapshot, indices }) => ({ before: { repository, snapshot, indices } }),
});
