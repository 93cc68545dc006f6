import type { ObservedTime } from '../contract/incident.ts';
import type { SharedRead } from '../live/shared-read.ts';
import { answersNow } from '../live/silence-of.ts';

/** An answer of the cluster that says how it is now. `observedMs`: when it came, in milliseconds since 1970. */
export interface NewAnswer<T> {
  value: T;
  observedMs: number;
  /** When something began that it shows, and the answer before it did not. */
  began: ObservedTime;
}

/** The answers to one question, from look to look. */
export class Answers<T> {
  readonly #read: SharedRead<T>;
  #lastMs: number | null;
  #beforeMs: number | null = null;

  /** `watchedUntil`: when an answer was last looked at, by an earlier process too; milliseconds. null: never. */
  constructor(read: SharedRead<T>, watchedUntil: number | null) {
    this.#read = read;
    this.#lastMs = watchedUntil;
  }

  /** null: there is none, it is old, or there is no answer now. */
  newest(now: number): NewAnswer<T> | null {
    const { takenAt, value } = this.#read.reading();
    if (value === null || takenAt === null || !answersNow(this.#read)) return null;
    // A clock that was set back.
    const observedMs = Math.min(Date.parse(takenAt), now);
    if (observedMs !== this.#lastMs) [this.#beforeMs, this.#lastMs] = [this.#lastMs, observedMs];
    const after = this.#beforeMs !== null && this.#beforeMs <= observedMs ? isoOf(this.#beforeMs) : null;
    return { value, observedMs, began: { at: isoOf(observedMs), after } };
  }
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
