import type { Progress, Waiting } from './contract/progress.ts';
import { formatUtcSeconds } from './format.ts';

/** "Waiting since 11:03:05 UTC for the cluster’s answer to POST /government/_bulk." */
export const waitingSentence = ({ what, since }: Waiting): string =>
  what === null
    ? `No progress since ${formatUtcSeconds(since)}.`
    : `Waiting since ${formatUtcSeconds(since)} for ${what}.`;

/** Why a running job does not move, as a sentence; null: it moves. */
export function standstillOf(progress: Pick<Progress, 'pausedBecause' | 'waitingFor'> | null): string | null {
  if (progress?.pausedBecause) return `Paused because ${asClause(progress.pausedBecause)}.`;
  return progress?.waitingFor ? waitingSentence(progress.waitingFor) : null;
}

/** A reason may be the sentence of an error: "No connection to …." */
const asClause = (reason: string): string =>
  reason.replace(/\.$/, '').replace(/^(?:No|The|Something) /, (word) => word.toLowerCase());
