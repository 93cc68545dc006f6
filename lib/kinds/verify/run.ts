import type { RunKind } from '../run-kind.ts';
import type { VerifyResult, VerifyWork } from './schema.ts';

/** Reads the backup to its end. Throws `backup_damaged`. */
export const runVerify: RunKind<VerifyWork, VerifyResult> = async ({ backups }, { backup: { source, id } }, run) => ({
  kind: 'verify',
  verification: { ...(await backups.of(source).verify(id, run)), id },
});
