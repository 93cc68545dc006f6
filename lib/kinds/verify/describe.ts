import type { Verification } from '../../contract/backup.ts';
import { formatCount, plural } from '../../format.ts';
import { READING_BACKUP } from '../../backups/phases.ts';
import { jobKind, type Effects } from '../kind.ts';
import { readsBackup, verifiesBackup } from '../locks.ts';
import { permission } from '../permissions.ts';
import { verifyResult, verifyWork, type VerifyResult, type VerifyWork } from './schema.ts';

const missing = ({ complete, documents, promised }: Verification): string | null =>
  complete ? null : `${documents} of ${promised} promised documents are there.`;

/** Failures that say something of the backup, and not of the reading. */
const OF_THE_BACKUP: readonly string[] = ['backup_damaged', 'backup_incomplete'];

/** Reads a backup to its end. */
export const verify = jobKind<VerifyWork, VerifyResult>()({
  kind: 'verify',
  label: 'Verify',
  noun: 'the check',
  permission: permission({ id: 'verify', role: 'operator', verb: 'verify backups', changesCluster: false }),
  schema: { work: verifyWork, result: verifyResult },
  resume: { allowed: true, withoutAliasMove: (work) => work },

  title: ({ backup }) => `Verify ${backup.id}`,
  locks: ({ backup }) => [verifiesBackup(backup), readsBackup(backup)],
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
  audit: ({ verification: { id, documents, digest } }) => ({ after: { id, documents, digest } }),
  effects(job): Effects {
    const { backup } = job.work;
    if (job.status === 'succeeded') {
      const { verification } = job.result;
      return { verified: { backup, bytes: verification.fileBytes, problem: missing(verification) } };
    }
    const { code, details, message } = job.failure;
    if (!OF_THE_BACKUP.includes(code)) return {};
    return { verified: { backup, bytes: Number(details?.fileBytes ?? -1), problem: message } };
  },
});
