import type { Progress } from '../contract/progress.ts';

type ProgressInput = Pick<Progress, 'phase' | 'label' | 'done' | 'total' | 'unit'> & Partial<Progress>;

const WINDOW_MS = 5_000;
const SAMPLE_EVERY_MS = 250;
const MIN_RATE_SECONDS = 0.5;
const EARLY = 0.05;

/**
 * Computes progress from counts: the rate of the last five seconds, and the time left if rate and total are known. A
 * paused operation has neither. Of progress in large steps the rate is that of the whole phase.
 */
export class Meter {
  private phase = '';
  private samples: { at: number; done: number }[] = [];

  progress(input: ProgressInput): Progress {
    const { phase, done, total } = input;
    const inSteps = input.inSteps !== undefined;
    const measured = this.measureRate(phase, done, inSteps);
    // Before the first large step the average says nothing.
    const isEarly = inSteps && (total === null || done < total * EARLY);
    const rate = isEarly || (input.pausedBecause ?? null) !== null ? null : measured;
    return {
      subject: null,
      bytes: 0,
      totalBytes: null,
      counters: null,
      pausedBecause: null,
      rate,
      secondsLeft: rate !== null && total !== null ? Math.max(0, (total - done) / rate) : null,
      ...input,
    };
  }

  /** Units per second; null: not known yet. A new phase starts again. */
  private measureRate(phase: string, done: number, ofPhase: boolean): number | null {
    const now = performance.now();
    if (phase !== this.phase) {
      this.phase = phase;
      this.samples = [];
    }
    const last = this.samples.at(-1);
    if (last === undefined || now - last.at >= SAMPLE_EVERY_MS) this.samples.push({ at: now, done });
    // The first and the last one.
    if (ofPhase) this.samples.splice(1, this.samples.length - 2);
    while (!ofPhase && this.samples.length > 2 && now - this.samples[0]!.at > WINDOW_MS) this.samples.shift();
    const first = this.samples[0]!;
    const seconds = (now - first.at) / 1000;
    return seconds >= MIN_RATE_SECONDS && done > first.done ? (done - first.done) / seconds : null;
  }
}
