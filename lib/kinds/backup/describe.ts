import { sourcePlace } from '../../contract/backup-ref.ts';
import { formatBytes, formatCount, formatDuration, formatList, plural } from '../../format.ts';
import { PUBLISHING, READING } from '../../backups/phases.ts';
import { listChanges } from '../changes.ts';
import { jobKind, type PlanDescription } from '../kind.ts';
import { indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { backupWork, storedBackupResult } from './schema.ts';
import type { BackupPlan, BackupResult, BackupWork, IndexBackupPlan } from './schema.ts';

const identified = ({ index, uuid }: IndexBackupPlan) => ({ name: index, uuid });

const plans: PlanDescription<BackupPlan> = {
  changes: (seen, fresh) =>
    listChanges(
      seen.indices.map(identified),
      fresh.indices.map(identified),
      'is no longer part of the backup',
      'has come into the backup',
    ),
  summary: (plan) => `Back up ${plan.indices.map(({ index }) => index).join(', ')}.`,
  review: () => ({ before: [], after: [] }),
  lines: (plan) => [
    `Would back up ${plural(plan.indices.length, 'index', 'indices')} ` +
      `(${plural(plan.documents, 'document')}, ${formatBytes(plan.primaryBytes)}) to ${sourcePlace(plan.source)}:`,
    ...plan.indices.map(
      ({ group, index, documents, primaryBytes }) =>
        `  ${group}: ${index}, ${plural(documents, 'document')}, ${formatBytes(primaryBytes)}`,
    ),
    ...plan.skipped.map(({ message, hint }) => `  left out: ${message}${hint ? ` ${hint}` : ''}`),
  ],
  guards: () => null,
};

/** Copies indices into files, each as it is at one moment. */
export const backup = jobKind<BackupWork, BackupResult, BackupPlan>()({
  kind: 'backup',
  label: 'Back up',
  noun: 'the backup',
  permission: permission({ id: 'back-up', role: 'operator', verb: 'back up', changesCluster: false }),
  schema: { work: backupWork, result: storedBackupResult },
  plans,
  resume: { allowed: true, withoutAliasMove: (work) => work },

  planOf: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title({ plan }) {
    const groups = [...new Set(plan.indices.map(({ group }) => group))];
    return groups.length <= 3 ? `Back up ${formatList(groups)}` : `Back up ${formatCount(plan.indices.length)} indices`;
  },
  locks: ({ plan }) => plan.indices.map(({ index }) => indexLock(plan.cluster.uuid, index)),
  steps: ({ plan: { indices } }) => [
    {
      id: 'read',
      title: `Read ${indices.length === 1 ? indices[0]!.index : `${formatCount(indices.length)} indices`} as of one moment`,
      phases: [READING.phase],
    },
    {
      id: 'publish',
      title: 'Count what was written against what was there, then publish each file in one step',
      phases: [PUBLISHING.phase],
    },
  ],
  facts: ({ plan }) => [
    plan.indices.length <= 3
      ? { name: 'Indices', value: formatList(plan.indices.map(({ index }) => index)), code: true }
      : { name: 'Indices', value: formatCount(plan.indices.length) },
    { name: 'Documents', value: formatCount(plan.documents) },
    { name: 'In the cluster', value: formatBytes(plan.primaryBytes) },
    { name: 'Into', value: sourcePlace(plan.source), code: true },
  ],
  outcome({ backups, documents, failures, seconds }) {
    const bytes = backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
    const made =
      `${plural(backups.length, 'backup')}, ${plural(documents, 'document')}, ${formatBytes(bytes)} ` +
      `in ${formatDuration(seconds)}, every one counted.`;
    return failures.length === 0
      ? made
      : `${made} Not backed up: ${formatList(failures.map((failure) => failure.index))}.`;
  },
  aftermath: () =>
    'Backups that were finished by then are whole and stay. An unfinished file is never taken for a backup.',
  audit: ({ backups }) => ({
    after: backups.map(({ backup: { id }, documents, digest }) => ({ id, documents, digest })),
  }),
});
