import { isAppError, toFailure } from '../../errors.ts';
import type { RunKind } from '../run-kind.ts';
import type { VerifyCheckpoint, VerifyResult, VerifyWork } from './schema.ts';

/**
 * Reads the backups to their end, one after the other; one that is damaged doesn't stop the others. Run again after an
 * interruption, it keeps what it has verified. Throws the first failure where no backup could be read, `backup_damaged`
 * for one.
 */
export const runVerify: RunKind<VerifyWork, VerifyResult, VerifyCheckpoint> = async ({ backups }, work, run) => {
  const verifications = [...(run.checkpoint?.verifications ?? [])];
  const failures: VerifyResult['failures'] = [];
  let first: unknown = null;
  for (const { source, id } of work.backups) {
    if (verifications.some((verification) => verification.id === id)) continue;
    try {
      verifications.push({ ...(await backups.of(source).verify(id, run)), id });
    } catch (error) {
      if (!isAppError(error) || error.code === 'cancelled' || run.signal.aborted) throw error;
      first ??= error;
      failures.push({ id, failure: toFailure(error) });
      if (work.backups.length > 1) run.log(`${id}: ${error.message}`);
    }
    run.saveCheckpoint({ verifications, failures });
  }
  if (verifications.length === 0) throw first;
  const isDone = failures.length === 0 && verifications.every(({ complete }) => complete);
  return { kind: 'verify', status: isDone ? 'done' : 'partial', verifications, failures };
};
