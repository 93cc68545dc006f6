import type { Progress } from '../contract/progress.ts';

type Facts = Pick<Progress, 'phase' | 'label' | 'done' | 'total' | 'unit'> & Partial<Progress>;

const WINDOW_MS = 5_000;

/** Turns counts into progress: the rate of the last five seconds, and the time left where rate and total are known. */
export class Meter {
  private phase = '';
  private samples: { at: number; done: number }[] = [];

  progress(facts: Facts): Progress {
    const now = performance.now();
    if (facts.phase !== this.phase) {
      this.phase = facts.phase;
      this.samples = [];
    }
    const last = this.samples.at(-1);
    if (last === undefined || now - last.at >= 250) this.samples.push({ at: now, done: facts.done });
    while (this.samples.length > 2 && now - this.samples[0]!.at > WINDOW_MS) this.samples.shift();
    const first = this.samples[0]!;
    const seconds = (now - first.at) / 1000;
    const rate = seconds >= 0.5 && facts.done > first.done ? (facts.done - first.done) / seconds : null;
    const left = rate !== null && facts.total !== null ? Math.max(0, (facts.total - facts.done) / rate) : null;
    return {
      subject: null,
      bytes: 0,
      totalBytes: null,
      counters: null,
      pausedBecause: null,
      rate,
      secondsLeft: left,
      ...facts,
    };
  }
}
