import { addressPath } from '../../contract/backup-address.ts';
import { formatBytes } from '../../format.ts';
import type { JobKind } from '../kind.ts';
import { changesBackup } from '../locks.ts';
import { permission } from '../permissions.ts';
import { deleteBackupResult, deleteBackupWork } from './schema.ts';
import type { DeleteBackupResult, DeleteBackupWork } from './schema.ts';

/** Deletes one backup. */
export const deleteBackup = {
  kind: 'delete-backup',
  label: 'Delete backup',
  noun: 'the deletion',
  permission: permission({ id: 'delete-backup', role: 'admin', verb: 'delete backups', changesCluster: false }),
  schema: { work: deleteBackupWork, result: deleteBackupResult },
  plans: null,
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes a backup, and is not started again.`,
      hint: 'Open the backup and delete it from there.',
    }),
    review: ({ backup }) => ({ label: 'Review the deletion again', path: `/backups/${addressPath(backup.id)}/delete` }),
  },
  alias: null,
  counters: [],
  keepsRejected: false,

  planOf: () => null,
  clusterUuid: () => null,
  title: ({ backup }) => `Delete the backup ${backup.id}`,
  locks: ({ backup }) => [changesBackup(backup)],
  touches: () => [],
  fills: () => null,
  steps: ({ backup }) => [{ id: 'delete', title: `Delete ${backup.id}`, phases: [] }],
  facts: ({ backup, fileBytes }) => [
    { name: 'Backup', value: backup.id, code: true },
    { name: 'Space', value: formatBytes(fileBytes) },
  ],
  backup: () => null,
  restores: () => null,
  outcome: ({ id, fileBytes }) => `${id} deleted, ${formatBytes(fileBytes)} given back.`,
  isPartial: () => false,
  aftermath: () => 'Nothing on the cluster was touched.',
  summary: () => [],
  audit: ({ id, fileBytes }) => ({ before: { id, fileBytes } }),
  effects: () => ({}),
  rejected: () => null,
} satisfies JobKind<DeleteBackupWork, DeleteBackupResult>;
