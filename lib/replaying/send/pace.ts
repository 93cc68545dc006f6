import { setTimeout as sleep } from 'node:timers/promises';

/** How fast requests are sent, as far as a person limits it. */
export interface PaceSettings {
  /** Requests per second; null: no limit. */
  rate: number | null;
  /** 1: with the spacing of the capture, 2: twice as fast; null: the spacing is not kept. */
  speed: number | null;
  isPaused: boolean;
}

const LOOK_EVERY_MS = 200;

/** Lets requests begin at a limited rate, or at the spacing they had. The settings may change at any time. */
export class Pace {
  private readonly settings: () => PaceSettings;
  private nextMs = 0;
  private origin: { atMs: number; captured: bigint; speed: number } | null = null;

  constructor(settings: () => PaceSettings) {
    this.settings = settings;
  }

  /** Until a request captured at this time (nanoseconds, as digits) may begin, or the signal is aborted. */
  async turn(captured: string, signal: AbortSignal): Promise<void> {
    let mayBeginMs = this.reserve();
    for (;;) {
      const { isPaused, rate, speed } = this.settings();
      if (rate === null) mayBeginMs = 0;
      const waitMs = isPaused ? LOOK_EVERY_MS : Math.max(mayBeginMs, this.dueMs(captured, speed)) - performance.now();
      if (waitMs <= 0 || signal.aborted) return;
      if (isPaused) this.origin = null;
      await sleep(Math.min(waitMs, LOOK_EVERY_MS), undefined, { signal }).catch(() => undefined);
    }
  }

  private reserve(): number {
    const { rate } = this.settings();
    if (rate === null) return 0;
    const mine = Math.max(this.nextMs, performance.now());
    this.nextMs = mine + 1000 / rate;
    return mine;
  }

  private dueMs(digits: string, speed: number | null): number {
    if (speed === null) return 0;
    const captured = BigInt(digits);
    if (this.origin === null || this.origin.speed !== speed) this.origin = { atMs: performance.now(), captured, speed };
    const sinceMs = Number(captured - this.origin.captured) / 1e6 / speed;
    return this.origin.atMs + Math.max(0, sinceMs);
  }
}
