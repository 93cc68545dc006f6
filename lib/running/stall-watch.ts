import type { Progress } from '../contract/progress.ts';

/** A report that differs in none of these shows no movement. */
type Movement = Pick<Progress, 'phase' | 'subject' | 'done' | 'bytes' | 'pausedBecause' | 'inSteps'>;

/** A rate and a time left that are older are not shown any more. */
const QUIET_AFTER_MS = 3_000;
const STALLED_AFTER_MS = 5_000;
/** Of progress in large steps: 5 GB, as large as a file of a shard usually is, at the 40 MB/s of a server's default. */
const STEP_STALLED_AFTER_MS = 120_000;

/** Whether the reports of an operation show movement. A paused operation says itself what it waits for: it is not stalled. */
export class StallWatch {
  private last: Movement | null = null;
  private movedAtMs: number | null = null;

  begin(nowMs = performance.now()): void {
    this.movedAtMs = nowMs;
  }

  note({ phase, subject, done, bytes, pausedBecause, inSteps }: Movement, nowMs = performance.now()): void {
    const { last } = this;
    const moved =
      last === null ||
      last.phase !== phase ||
      last.subject !== subject ||
      last.done !== done ||
      last.bytes !== bytes ||
      last.pausedBecause !== pausedBecause;
    this.last = { phase, subject, done, bytes, pausedBecause, ...(inSteps === undefined ? {} : { inSteps }) };
    if (moved) this.movedAtMs = nowMs;
  }

  /** It has not moved for a moment: its last rate is not that of now. */
  isQuiet(nowMs = performance.now()): boolean {
    return this.movedAtMs !== null && !this.movesInSteps() && nowMs - this.movedAtMs >= QUIET_AFTER_MS;
  }

  /** When it last moved, by the wall clock; null: it moves, is paused, or has not begun. */
  stalledSince(nowMs = performance.now()): Date | null {
    if (this.movedAtMs === null || (this.last?.pausedBecause ?? null) !== null) return null;
    const stalledMs = nowMs - this.movedAtMs;
    const after = this.movesInSteps() ? STEP_STALLED_AFTER_MS : STALLED_AFTER_MS;
    return stalledMs < after ? null : new Date(Date.now() - stalledMs);
  }

  private movesInSteps(): boolean {
    return this.last?.inSteps !== undefined;
  }
}
