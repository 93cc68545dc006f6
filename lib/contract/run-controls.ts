/** What a person has set of a running job. */
export interface RunControls {
  paused: boolean;
  /** Why the job has paused itself, as a question; null: a person has paused it, or it is not paused. */
  question: string | null;
  /** Units per second; null: no limit; absent: as it was started. */
  rate?: number | null | undefined;
  /** Units at a time; absent: as it was started. */
  concurrency?: number | undefined;
}

export const NO_CONTROLS: RunControls = { paused: false, question: null };
