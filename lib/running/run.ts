import type { RunControls } from '../contract/run-controls.ts';
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
  /** What a person has changed since it began; absent: nothing can be changed. Cheap. */
  controls?(): RunControls;
  /** Waits until a person says whether to go on. Absent: nobody can be asked. Throws `cancelled`. */
  ask?(question: string): Promise<boolean>;
  /** A directory of this run, which outlives it, for rejected documents. Created by the first write. */
  readonly directory: string;
}
