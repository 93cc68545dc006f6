import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';

/** Why a backup directory could not be listed, in a sentence; `missing`: it does not exist. */
export async function describeListingProblem(
  error: unknown,
  root: string,
  signal?: AbortSignal,
): Promise<{ problem: string; missing: boolean }> {
  if (signal?.aborted) return { problem: `The backup directory ${root} does not answer.`, missing: false };
  if (isAppError(error)) return { problem: [error.message, error.hint].filter(Boolean).join(' '), missing: false };
  const missing = codeOf(error) === 'ENOENT' && (await isMissing(root, signal));
  return {
    problem: missing
      ? `The backup directory ${root} does not exist. The first backup creates it; if it should already contain backups, mount it.`
      : sentenceFor(error, root),
    missing,
  };
}

/** False for a link whose target does not exist: the link itself exists. */
const isMissing = (root: string, signal?: AbortSignal): Promise<boolean> =>
  filesOf(root, signal)
    .exists()
    .then(
      (exists) => !exists,
      () => false,
    );

function sentenceFor(error: unknown, root: string): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return `The backup directory ${root} is a link to something that does not exist.`;
    case 'ELOOP':
      return `The backup directory ${root} is a link that leads back to itself.`;
    case 'ENOTDIR':
      return `${root} is a file, not a backup directory.`;
    case 'EACCES':
    case 'EPERM':
      return `The backup directory ${root} may not be read by the user Restore Desk runs as.`;
    case 'EIO':
    case 'ESTALE':
      return `The disk or share of the backup directory ${root} does not answer properly.`;
    default:
      return `The backup directory ${root} can't be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
