import { formatCount, plural } from '../../format.ts';
import { READING_BACKUP } from '../../backups/phases.ts';
import { jobKind, type Effects } from '../kind.ts';
import { backupReadLock, verificationLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { backupRead, backupReadFailed } from '../backup-read.ts';
import { verifyResult, verifyWork, type VerifyResult, type VerifyWork } from './schema.ts';

/** Reads a backup to its end. */
export const verify = jobKind<VerifyWork, VerifyResult>()({
  kind: 'verify',
  label: 'Verify',
  noun: 'the check',
  segment: 'backups',
  permission: permission({ id: 'verify', role: 'operator', verb: 'verify backups', changesCluster: false }),
  schema: { work: verifyWork, result: verifyResult },
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  title: ({ backup }) => `Verify ${backup.id}`,
  locks: ({ backup }) => [verificationLock(backup), backupReadLock(backup)],
  steps: () => [
    { id: 'read', title: 'Read the backup to its end: checksums, counts, every line', phases: [READING_BACKUP.phase] },
  ],
  facts: ({ backup }) => [{ name: 'Backup', value: backup.id, code: true }],
  backup: ({ backup }) => backup,
  outcome: ({ verification: { complete, documents, promised } }) =>
    complete
      ? `${plural(documents, 'document')}, all there, every checksum right.`
      : `Incomplete: ${formatCount(documents)} of ${plural(promised, 'document')}.`,
  isPartial: ({ verification }) => !verification.complete,
  aftermath: () => 'Nothing on the cluster was touched.',
  auditDetails: ({ verification: { id, documents, digest } }) => ({ after: { id, documents, digest } }),
  effects(job): Effects {
    const { backup } = job.work;
    return job.status === 'succeeded'
      ? { verifiedBackup: backupRead(backup, job.result.verification) }
      : backupReadFailed(backup, job.failure);
  },
});
