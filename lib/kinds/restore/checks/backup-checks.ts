import type { Verification } from '../../../contract/backup.ts';
import type { Check } from '../../../contract/plan.ts';
import { formatCount, plural } from '../../../format.ts';

/** Whether the backup has all the documents that it promises. */
export function backupChecks(
  verification: Verification,
  { allowIncomplete = false }: { allowIncomplete?: boolean | undefined },
): Check[] {
  if (!verification.complete) return [incomplete(verification, allowIncomplete)];
  return [whole(verification), ...(verification.documents === 0 ? [EMPTY] : [])];
}

const incomplete = ({ promised, documents }: Verification, allowed: boolean): Check => ({
  id: 'incomplete',
  level: allowed ? 'warn' : 'refuse',
  title: 'The backup is incomplete',
  detail:
    `The file has ${formatCount(documents)} of ${plural(promised, 'document')}; ` +
    `${formatCount(promised - documents)} are missing. The backup job stopped before its end.`,
  hint: allowed ? 'Only the documents in the file are restored.' : 'Use an older backup, or allow a partial restore.',
});

function whole({ documents, promised, manifest }: Verification): Check {
  const sums =
    manifest === null
      ? 'every CRC-32 matches; the file has no manifest, so it has no digest (a fingerprint of all documents) of its own'
      : 'SHA-256, CRC-32 and the seal (a checksum of the whole file) match';
  return {
    id: 'whole',
    level: 'ok',
    title: 'The backup is complete',
    detail: `${formatCount(documents)} of ${plural(promised, 'document')} read to the end; ${sums}.`,
  };
}

const EMPTY: Check = {
  id: 'empty',
  level: 'warn',
  title: 'The backup is empty',
  detail: 'It has no documents: the index was empty when it was backed up.',
  hint: 'Make sure that this is the backup you mean.',
};
