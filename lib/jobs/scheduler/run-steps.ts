import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';

/** The backup that a drill tries. */
const triedBackup = z.union([
  z.object({ zip: backupRef }),
  z.object({ repository: z.string(), snapshot: z.string(), index: z.string() }),
]);

/** One job of a run. */
const runStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backup') }),
  z.object({ kind: z.literal('snapshot') }),
  z.object({ kind: z.literal('retention') }),
  z.object({ kind: z.literal('drill'), backup: triedBackup, alias: z.string().nullable() }),
]);
export type RunStep = z.infer<typeof runStep>;

/** What came of one. */
const stepOutcome = z.object({
  state: z.enum(['good', 'partial', 'failed']),
  /** As a sentence; null: nothing is to be said. */
  why: z.string().nullable(),
  /** Aliases and indices that it did not back up. */
  notBackedUp: z.array(z.string()),
  /** A person has cancelled its job: nothing follows. */
  cancelled: z.boolean(),
});
export type StepOutcome = z.infer<typeof stepOutcome>;

/** What a run does, as it is saved: the process that continues it needs no more. */
export const runSteps = z.object({
  steps: z.array(runStep),
  /** Of the first steps: as many as have ended. */
  outcomes: z.array(stepOutcome),
  /** Named by the schedule, but not on the cluster, or without a backup: sentences. */
  missing: z.array(z.string()),
});
export type RunSteps = z.infer<typeof runSteps>;

export interface RunEnding {
  state: 'good' | 'partial' | 'failed';
  why: string | null;
}

const LONGEST = 1_000;

/** How a run ends, from its steps. Deleting old backups is not what it is for: if only that failed, the run is partial. Pure. */
export function endingOf({ missing, outcomes, steps }: RunSteps): RunEnding {
  const failed = outcomes.some(({ state }, n) => state === 'failed' && steps[n]!.kind !== 'retention');
  const flawed = missing.length > 0 || outcomes.some(({ state }) => state !== 'good');
  const nothing =
    steps.length === 0 && missing.length === 0 ? ['The cluster has nothing that the schedule works on.'] : [];
  const sentences = [...outcomes.flatMap(({ why }) => (why === null ? [] : [why])), ...missing, ...nothing];
  const why = [...new Set(sentences)].join(' ');
  return {
    state: failed || steps.length === 0 ? 'failed' : flawed ? 'partial' : 'good',
    why: why === '' ? null : why.length <= LONGEST ? why : `${why.slice(0, LONGEST - 1).toWellFormed()}…`,
  };
}
