import type { Progress } from '../contract/progress.ts';

/**
 * What an operation requires from its host: the job runner and the terminal each implement it. An operation can continue
 * from a `Checkpoint`, in this process or another.
 */
export interface Run<Checkpoint = unknown> {
  readonly signal: AbortSignal;
  /** Cheap; the caller limits how often it reports. */
  report(progress: Progress): void;
  /** One sentence for the job's log, without secrets and documents. */
  log(sentence: string): void;
  readonly checkpoint: Checkpoint | null;
  saveCheckpoint(checkpoint: Checkpoint): void;
  /** A directory of this run, which outlives it, for rejected documents. Created by the first write. */
  readonly directory: string;
}
