import { sourcePlace } from '../../contract/backup-ref.ts';
import { formatBytes, formatCount, formatDuration, formatList, plural } from '../../format.ts';
import { PUBLISHING, READING } from '../../backups/phases.ts';
import { describeListChanges } from '../changes.ts';
import { jobKind } from '../kind.ts';
import { indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import { backupWork, storedBackupResult } from './schema.ts';
import type { BackupPlan, BackupResult, BackupWork, IndexBackupPlan } from './schema.ts';

const namedIndex = ({ index, uuid }: IndexBackupPlan) => ({ name: index, uuid });

const planDescription: PlanDescription<BackupPlan> = {
  changes: (displayed, current) =>
    describeListChanges(displayed.indices.map(namedIndex), current.indices.map(namedIndex), {
      removed: 'is no longer part of the backup',
      added: 'is now part of the backup',
    }),
  summary: (plan) => `Back up ${plan.indices.map(({ index }) => index).join(', ')}.`,
  review: () => ({ before: [], after: [] }),
  terminalLines: (plan) => [
    `Would back up ${plural(plan.indices.length, 'index', 'indices')} ` +
      `(${plural(plan.documents, 'document')}, ${formatBytes(plan.primaryBytes)}) to ${sourcePlace(plan.source)}:`,
    ...plan.indices.map(
      ({ group, index, documents, primaryBytes }) =>
        `  ${group}: ${index}, ${plural(documents, 'document')}, ${formatBytes(primaryBytes)}`,
    ),
    ...plan.skipped.map(({ message, hint }) => `  left out: ${message}${hint ? ` ${hint}` : ''}`),
  ],
  guardedAlias: () => null,
};

/** Copies indices into backups, each as of one moment. */
export const backup = jobKind<BackupWork, BackupResult, BackupPlan>()({
  kind: 'backup',
  label: 'Back up',
  noun: 'the backup',
  segment: 'backups',
  permission: permission({ id: 'back-up', role: 'operator', verb: 'back up', changesCluster: false }),
  schema: { work: backupWork, result: storedBackupResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title({ plan }) {
    const groups = [...new Set(plan.indices.map(({ group }) => group))];
    return groups.length <= 3 ? `Back up ${formatList(groups)}` : `Back up ${formatCount(plan.indices.length)} indices`;
  },
  locks: ({ plan }) => plan.indices.map(({ index }) => indexLock(plan.cluster.uuid, index)),
  moreObjects: ({ plan }, result) => [
    ...plan.indices.flatMap(({ group, index }) => [group, index]),
    ...(result?.backups.map(({ backup: { id } }) => id) ?? []),
  ],
  worksOn: ({ plan }) => plan.indices.map(({ group }) => group),
  steps: ({ plan: { indices } }) => [
    {
      id: 'read',
      title: `Read ${indices.length === 1 ? indices[0]!.index : `${formatCount(indices.length)} indices`} as of one moment`,
      phases: [READING.phase],
    },
    {
      id: 'publish',
      title: 'Compare the number of written documents with the index, then publish each file in one step',
      phases: [PUBLISHING.phase],
    },
  ],
  facts: ({ plan }) => [
    plan.indices.length <= 3
      ? { name: 'Indices', value: plan.indices.map(({ index }) => index).join(', '), code: true, of: 'index' }
      : { name: 'Indices', value: formatCount(plan.indices.length) },
    { name: 'Documents', value: formatCount(plan.documents) },
    { name: 'In the cluster', value: formatBytes(plan.primaryBytes) },
    { name: 'Into', value: sourcePlace(plan.source), code: true },
  ],
  outcome({ backups, documents, failures, seconds }) {
    const bytes = backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
    const done =
      `${plural(backups.length, 'backup')}, ${plural(documents, 'document')}, ${formatBytes(bytes)} ` +
      `in ${formatDuration(seconds)}, every one counted.`;
    return failures.length === 0
      ? done
      : `${done} Not backed up: ${formatList(failures.map((failure) => failure.index))}.`;
  },
  aftermath: () =>
    'Backups that were finished by then are complete and kept. An unfinished file is never counted as a backup.',
  auditDetails: ({ backups }) => ({
    after: backups.map(({ backup: { id }, documents, digest }) => ({ id, documents, digest })),
  }),
});
