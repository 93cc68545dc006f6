import type { HealthSpan } from '../contract/overview.ts';

/** Two observations further apart than this have nothing known between them. */
const UNWATCHED_AFTER_MS = 100_000;
const RETAIN_MS = 15 * 60_000;

/**
 * What was observed of a cluster's health, as spans of the same state, oldest first. The chart and the list of changes
 * both take their times from here. Pure: every time is an argument.
 */
export class HealthTimeline {
  #spans: HealthSpan[] = [];

  get spans(): readonly HealthSpan[] {
    return this.#spans;
  }

  /** The state held from `from` to `to`, or at one moment. */
  observe(state: HealthSpan['state'], from: Date, to: Date = from): void {
    // A clock that was set back: what lies in the future is dropped.
    this.#spans = this.#spans.filter((span) => Date.parse(span.from) <= to.getTime());
    const last = this.#spans.at(-1);
    const watched = last !== undefined && from.getTime() - Date.parse(last.to) <= UNWATCHED_AFTER_MS;
    if (watched && last.state === state) {
      this.#spans[this.#spans.length - 1] = { ...last, to: to.toISOString() };
      return;
    }
    this.#spans.push({ state, from: from.toISOString(), to: to.toISOString(), begins: watched ? 'seen' : 'unknown' });
    // The last span from before the window is kept: it says what the first one in it followed.
    const old = this.#spans.findLastIndex((span) => to.getTime() - Date.parse(span.to) > RETAIN_MS);
    if (old > 0) this.#spans = this.#spans.slice(old);
  }
}
