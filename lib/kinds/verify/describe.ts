import { areOf, formatCount, formatList, plural } from '../../format.ts';
import { READING_BACKUP } from '../../backups/phases.ts';
import { jobKind, type Effects } from '../kind.ts';
import { backupReadLock, verificationLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { backupRead, backupReadFailed } from '../backup-read.ts';
import { verifyCheckpointOf, verifyResult, verifyWork } from './schema.ts';
import type { VerifyCheckpoint, VerifyResult, VerifyWork } from './schema.ts';

const onlyOne = <T>(items: readonly T[]): T | null => (items.length === 1 ? items[0]! : null);

/** Reads backups to their end. */
export const verify = jobKind<VerifyWork, VerifyResult>()({
  kind: 'verify',
  label: 'Verify',
  noun: 'the verification',
  segment: 'backups',
  permission: permission({ id: 'verify', role: 'operator', verb: 'verify backups', changesCluster: false }),
  schema: { work: verifyWork, result: verifyResult },
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  title: ({ backups }) => `Verify ${onlyOne(backups)?.id ?? plural(backups.length, 'backup')}`,
  locks: ({ backups }) => backups.flatMap((backup) => [verificationLock(backup), backupReadLock(backup)]),
  moreObjects: ({ backups }) => backups.map(({ id }) => id),
  worksOn: ({ backups }) => backups.map(({ id }) => id),
  steps: ({ backups }) => [
    {
      id: 'read',
      title: `Read ${backups.length === 1 ? 'the backup to its' : 'each backup to its'} end: checksums, counts, every line`,
      phases: [READING_BACKUP.phase],
    },
  ],
  facts: ({ backups }) => [
    {
      name: backups.length === 1 ? 'Backup' : 'Backups',
      value: formatList(
        backups.map(({ id }) => id),
        10,
      ),
      code: true,
    },
  ],
  backup: ({ backups }) => onlyOne(backups),
  outcome: outcomeOf,
  aftermath: () => 'Nothing was changed. Backups that were read by then keep their result.',
  auditDetails: ({ verifications, failures }) => ({
    after: {
      verified: verifications.map(({ id, documents, digest }) => ({ id, documents, digest })),
      failures: failures.map(({ id, failure }) => ({ id, code: failure.code })),
    },
  }),
  effects: ({ work, result }) => foundOf(work, result),
  effectsBefore: (work, checkpoint) =>
    foundOf(work, verifyCheckpointOf(checkpoint) ?? { verifications: [], failures: [] }),
});

function foundOf({ backups }: VerifyWork, { verifications, failures }: VerifyCheckpoint): Effects {
  return {
    verifiedBackups: backups.flatMap((backup) => {
      const verification = verifications.find(({ id }) => id === backup.id);
      if (verification) return [backupRead(backup, verification)];
      const failed = failures.find(({ id }) => id === backup.id);
      return failed ? backupReadFailed(backup, failed.failure) : [];
    }),
  };
}

function outcomeOf({ verifications, failures }: VerifyResult): string {
  const only = onlyOne(verifications);
  if (only !== null && failures.length === 0)
    return only.complete
      ? `${plural(only.documents, 'document')}, all there, every checksum right.`
      : `Incomplete: ${formatCount(only.documents)} of ${plural(only.promised, 'document')}.`;
  const all = verifications.length + failures.length;
  const incomplete = verifications.filter(({ complete }) => !complete).length;
  const verified = verifications.length - incomplete;
  return [
    `${formatCount(verified)} of ${plural(all, 'backup')} verified`,
    ...(incomplete > 0 ? [`${formatCount(incomplete)} ${areOf(incomplete)} incomplete`] : []),
    ...(failures.length > 0
      ? [`${formatCount(failures.length)} ${areOf(failures.length)} damaged or can’t be read`]
      : []),
  ]
    .join(', ')
    .concat('.');
}
