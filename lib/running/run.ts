import type { Progress } from '../contract/progress.ts';

/**
 * What an operation needs of whoever runs it: the job runner and the terminal each implement it.
 * `Checkpoint` is data an operation can go on from, in this process or another.
 */
export interface Run<Checkpoint = unknown> {
  readonly signal: AbortSignal;
  /** Cheap; callers throttle. */
  report(progress: Progress): void;
  /** One sentence for the job's log. Never a secret, never a document. */
  log(sentence: string): void;
  readonly checkpoint: Checkpoint | null;
  saveCheckpoint(checkpoint: Checkpoint): void;
  /** A folder of this run's own for what must outlive it: rejected documents. Made when first written to. */
  readonly directory: string;
}
