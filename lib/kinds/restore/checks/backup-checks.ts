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
    `It promises ${formatCount(promised)} documents and holds ${formatCount(documents)}; ` +
    `${formatCount(promised - documents)} are missing. The dump died half way.`,
  hint: allowed
    ? 'Only what is there will be restored.'
    : 'Use an older backup; or say that a partial restore is what you want.',
});

function whole({ documents, promised, manifest }: Verification): Check {
  const sums =
    manifest === null
      ? 'every CRC-32 matches; it has no manifest, so its content has no digest of its own'
      : 'SHA-256, CRC-32 and seal match';
  return {
    id: 'whole',
    level: 'ok',
    title: 'The backup is whole',
    detail: `${formatCount(documents)} of ${plural(promised, 'document')}, ${sums}, read to the end.`,
  };
}

const EMPTY: Check = {
  id: 'empty',
  level: 'warn',
  title: 'The backup is empty',
  detail: 'It holds no documents: the index was empty when it was backed up.',
  hint: 'Make sure that this is the backup you mean.',
};
