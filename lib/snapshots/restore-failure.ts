import { AppError, isAppError } from '../errors.ts';
import type { ReadableVersion } from './snapshot-version.ts';

/** The innermost cause in a failure of a shard, without its stack: "Unknown analyzer type [x] for [a]". */
function innermostCause(details: string): string {
  const causes = details.split(/\n?Caused by: |; nested: |, failure /);
  const innermost = causes.at(-1)!.split('\n')[0]!.trim();
  const named = /^(?:[\w$]+\.)*([\w$]*(?:Exception|Error))(?:: |\[)(.*)$/.exec(innermost);
  return (named === null ? innermost : `${balanced(named[2]!)} (${named[1]!})`).slice(0, 500);
}

/** Without the closing brackets of the exceptions around it. */
function balanced(text: string): string {
  let rest = text.replace(/;$/, '').trim();
  const count = (bracket: string) => rest.split(bracket).length;
  while (rest.endsWith(']') && count(']') > count('[')) rest = rest.slice(0, -1);
  return rest;
}

/** Why a shard could not be restored, in words, with the server's own. */
export function explainShardFailure(details: string, version: ReadableVersion): { message: string; damaged: boolean } {
  const cause = innermostCause(details);
  if (/NoSuchFile|FileNotFound|does ?n.t exist/i.test(cause))
    return { message: `a file of the snapshot is missing in the repository: ${cause}`, damaged: true };
  if (/Corrupt|checksum|verification failed/i.test(cause))
    return version.state === 'readable'
      ? { message: `a file of the snapshot is damaged: ${cause}`, damaged: true }
      : { message: `the server calls it damaged. ${version.sentence} The server’s words: ${cause}`, damaged: false };
  if (/_path|synonyms|stopwords/i.test(cause) && /IOException|not found|reading/i.test(cause))
    return { message: `the nodes lack a file that its analysis refers to: ${cause}`, damaged: false };
  if (/Unknown (?:analyzer|tokenizer|(?:token ?)?filter|char_filter|char filter|similarity)/i.test(cause))
    return { message: `the cluster lacks what its analysis refers to (a plugin?): ${cause}`, damaged: false };
  return { message: cause, damaged: false };
}

/** The server's refusal to begin a restore, explained. Any other error is returned as it is. */
export function explainRestoreRefusal(error: unknown, snapshot: string, version: ReadableVersion): unknown {
  if (!isAppError(error)) return error;
  const reason = String(error.details['reason'] ?? error.message);
  if (error.details['type'] === 'snapshot_missing_exception' || /snapshot does not exist/.test(reason))
    return new AppError('not_found', `The repository has no snapshot ${snapshot} that could be restored: ${reason}`, {
      hint: 'It was deleted, or a file or the folder of the repository is missing. Verify the repository.',
      cause: error,
    });
  if (/corrupt|checksums? do/i.test(reason) && version.state !== 'readable')
    return new AppError('unsupported', `This cluster can’t read ${snapshot}. ${version.sentence}`, {
      hint: `Restore it in a cluster of its own version or a newer one. The server’s words: ${reason}`,
      cause: error,
    });
  if (/version/i.test(reason) && /compatib|higher than|below|older/i.test(reason))
    return new AppError('unsupported', `This cluster can’t read ${snapshot}: ${reason}`, {
      hint: 'Restore it in a cluster of its own version, or restore a zip file: those carry over.',
      cause: error,
    });
  return error;
}
