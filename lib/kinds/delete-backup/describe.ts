import { addressPath } from '../../contract/backup-address.ts';
import { formatBytes } from '../../format.ts';
import { jobKind } from '../kind.ts';
import { backupDeletionLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { deleteBackupResult, deleteBackupWork } from './schema.ts';
import type { DeleteBackupResult, DeleteBackupWork } from './schema.ts';

/** Deletes one backup. */
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
      message: `Job ${id} deletes a backup, and is not started again.`,
      hint: 'Open the backup and delete it from there.',
    }),
    reviewLink: ({ backup }) => ({
      label: 'Review the deletion again',
      path: `/backups/${addressPath(backup.id)}/delete`,
    }),
  },

  title: ({ backup }) => `Delete the backup ${backup.id}`,
  locks: ({ backup }) => [backupDeletionLock(backup)],
  steps: ({ backup }) => [{ id: 'delete', title: `Delete ${backup.id}`, phases: [] }],
  facts: ({ backup, fileBytes }) => [
    { name: 'Backup', value: backup.id, code: true },
    { name: 'Space', value: formatBytes(fileBytes) },
  ],
  outcome: ({ id, fileBytes }) => `${id} deleted, ${formatBytes(fileBytes)} freed.`,
  aftermath: () => 'The log says whether the backup was deleted. Nothing on the cluster was changed.',
  effects: ({ status, work: { backup } }) => (status === 'succeeded' ? { deletedBackup: backup } : {}),
  auditDetails: ({ id, fileBytes }) => ({ before: { id, fileBytes } }),
});
