import { backupUri } from '../../contract/backup-ref.ts';
import { formatBytes, formatCount, formatList, plural } from '../../format.ts';
import { jobKind } from '../kind.ts';
import { backupDeletionLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { deletedBefore, deleteBackupResult, deleteBackupWork } from './schema.ts';
import type { DeleteBackupResult, DeleteBackupWork } from './schema.ts';

const bytesOf = (files: readonly { fileBytes: number }[]): number =>
  files.reduce((sum, { fileBytes }) => sum + fileBytes, 0);

const idsOf = ({ backups }: DeleteBackupWork): string[] => backups.map(({ backup: { id } }) => id);

/** "the backup government/…zip", "3 backups" */
const namedBackups = (work: DeleteBackupWork): string =>
  work.backups.length === 1 ? `the backup ${idsOf(work)[0]}` : plural(work.backups.length, 'backup');

/** Deletes backups. */
export const deleteBackup = jobKind<DeleteBackupWork, DeleteBackupResult>()({
  kind: 'delete-backup',
  label: 'Delete backup',
  noun: 'the deletion',
  segment: 'backups',
  permission: permission({ id: 'delete-backup', role: 'admin', verb: 'delete backups', changesCluster: false }),
  schema: { work: deleteBackupWork, result: deleteBackupResult },
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes backups, and is not started again.`,
      hint: 'Open the backups and delete them from there.',
    }),
    reviewLink: (work) => ({
      label: 'Review the deletion again',
      path: `/backups/delete?${new URLSearchParams(idsOf(work).map((id) => ['backup', id])).toString()}`,
    }),
  },

  title: (work) => `Delete ${namedBackups(work)}`,
  locks: ({ backups }) => backups.map(({ backup }) => backupDeletionLock(backup)),
  deletedBackups: ({ backups }) => backups.map(({ backup }) => ({ key: backupUri(backup), name: backup.id })),
  moreObjects: idsOf,
  steps: (work) => [{ id: 'delete', title: `Check each file again, and delete ${namedBackups(work)}`, phases: [] }],
  facts: (work) => [
    { name: work.backups.length === 1 ? 'Backup' : 'Backups', value: formatList(idsOf(work), 10), code: true },
    { name: 'Space', value: formatBytes(bytesOf(work.backups)) },
  ],
  outcome: ({ deleted, final, left, note }) =>
    `${deleted.length === 1 ? deleted[0]!.id : plural(deleted.length, 'backup')} deleted, ` +
    `${formatBytes(bytesOf(deleted))}${final ? ' freed' : ''}.` +
    `${note === null ? '' : ` ${note}`}${left.length > 0 ? ` ${formatCount(left.length)} kept.` : ''}`,
  aftermath: () => 'The log names the backups that were deleted by then. Nothing on the cluster was changed.',
  effects: ({ work, result }) => ({ deletedBackups: refsOf(work, result.deleted) }),
  // Killed before the checkpoint was saved, any of them may be deleted; one that is still there is listed, not verified.
  effectsBefore: (work, checkpoint, failure) => ({
    deletedBackups:
      failure === null ? work.backups.map(({ backup }) => backup) : refsOf(work, deletedBefore(checkpoint)),
  }),
  auditDetails: ({ deleted, left }) => ({ before: deleted, ...(left.length > 0 ? { after: { left } } : {}) }),
});

const refsOf = ({ backups }: DeleteBackupWork, deleted: readonly { id: string }[]) =>
  backups.map(({ backup }) => backup).filter(({ id }) => deleted.some((each) => each.id === id));
