import { isAppError } from '../../errors.ts';
import { formatDuration } from '../../format.ts';
import { isTransient } from '../../retry.ts';
import { failure, unknown, warning, type Check, type Finding } from '../check.ts';

/** For a check that threw. */
export function failedFinding(error: unknown, { dependsOn }: Pick<Check, 'dependsOn'>): Finding {
  if (!isAppError(error))
    return unknown(
      `this check failed (${reasonOf(error)}).`,
      'See the log, and run it once more with LOG_LEVEL=debug.',
    );
  const { code, hint, message } = error;
  if (dependsOn !== null && isTransient(error)) return noAnswer(dependsOn);
  if (dependsOn !== null && code === 'unauthorised')
    return unknown('the cluster refuses the credentials.', 'See “Who we are”.');
  if (code === 'forbidden') return warning(message, hint ?? 'docs/privileges.md has the least for each role.');
  return failure(message, hint ?? 'Correct it, then check again.');
}

/** For a check that did not end within its time. */
export const lateFinding = ({ dependsOn, timeLimitMs }: Pick<Check, 'dependsOn' | 'timeLimitMs'>): Finding =>
  dependsOn === null
    ? failure(
        `There was no answer within ${formatDuration(timeLimitMs / 1000)}.`,
        'Something that it waits for hangs: a disk, a share or a server. Correct that, then check again.',
      )
    : noAnswer(dependsOn);

const noAnswer = (dependsOn: string): Finding => unknown('the cluster gave no answer to this.', `See “${dependsOn}”.`);

function reasonOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : typeof message === 'string' ? message : 'an unknown reason';
}
