import type { LastKnown } from '../contract/last-known.ts';
import { AppError, toFailure, type Failure } from '../errors.ts';
import { settledWithin } from '../settled-within.ts';

export interface Reading<T> {
  /** The last answer, however old; null: there has been none. `takenAt` is its time. */
  value: T | null;
  takenAt: string | null;
  /** Why the newest attempt failed; null: it succeeded, or the first one is still running. */
  failure: Failure | null;
}

/** The attempts since the last answer have failed, or the running one takes too long. */
export interface Silence {
  /** The start of the first of them. */
  since: Date;
  /** Why the newest ended attempt failed; null: none has ended. */
  failure: Failure | null;
}

interface Terms {
  /** One attempt is aborted after this time. */
  giveUpAfterMs: number;
  /** A running attempt is a silence after this time. Default: 4 s. */
  silentAfterMs?: number;
  /** What is read from, as the subject of the sentence "… has not answered for 4 s." */
  subject: string;
}

interface ReadOptions {
  /** An older answer is read again. */
  maxAgeMs: number;
  /** How long this reader waits. */
  waitMs: number;
}

interface Attempt<T> {
  promise: Promise<T>;
  startedAt: number;
}

const SILENT_AFTER_MS = 4_000;

/** An answer that took long to read is fresh for as long as it took, up to this: a slow cluster gets a pause. */
const MAX_SLOW_ANSWER_FRESH_MS = 5_000;

/**
 * A slow answer is returned while the next read may take as long as the last one, plus this: within it the readers poll
 * again.
 */
const POLL_MARGIN_MS = 15_000;

/**
 * The cache of one value that many pages read. One attempt runs at a time; the last answer is retained, with its age by
 * the monotonic clock. A reader waits for a bounded time; the attempt continues after that, and the next reader finds
 * its answer.
 */
export class SharedRead<T> {
  #answer: { value: T; at: Date; receivedAt: number; tookMs: number } | null = null;
  #failure: { error: unknown; endedAt: number } | null = null;
  #attempt: Attempt<T> | null = null;
  readonly #load: (signal: AbortSignal) => Promise<T>;
  readonly #terms: Terms;
  /** The start of the first attempt since the last answer. */
  #askedAt: Date | null = null;
  readonly #listeners: ((value: T, silence: Silence | null) => void)[] = [];

  constructor(load: (signal: AbortSignal) => Promise<T>, terms: Terms) {
    this.#load = load;
    this.#terms = terms;
  }

  /** Calls `listener` with every answer, before any reader has it, and with the silence that it ends. */
  onAnswer(listener: (value: T, silence: Silence | null) => void): void {
    this.#listeners.push(listener);
  }

  /** null: the last attempt succeeded, and a running one may still take its time. */
  silence(): Silence | null {
    if (this.#askedAt === null) return null;
    const { failure } = this.reading();
    if (failure !== null) return { since: this.#askedAt, failure };
    const { silentAfterMs = SILENT_AFTER_MS } = this.#terms;
    // As in `read`: an answer that always takes long is waited for.
    const tookMs = this.#answer?.tookMs ?? 0;
    const allowedMs = tookMs > silentAfterMs ? tookMs + POLL_MARGIN_MS : silentAfterMs;
    const runsMs = this.#attempt === null ? 0 : performance.now() - this.#attempt.startedAt;
    return runsMs >= allowedMs ? { since: this.#askedAt, failure: null } : null;
  }

  /**
   * An answer no older than `maxAgeMs`. Throws AppError: the failure of the attempt, or `timed_out` after `waitMs`. An
   * answer that takes longer than `waitMs` to read is returned although it is older, while the next attempt runs:
   * otherwise no reader would ever get one.
   */
  async read({ maxAgeMs, waitMs }: ReadOptions): Promise<T> {
    if (this.#answer !== null && this.#failure === null) {
      const { value, receivedAt, tookMs } = this.#answer;
      const ageMs = performance.now() - receivedAt;
      if (ageMs <= maxAgeMs || (maxAgeMs > 0 && ageMs <= Math.min(tookMs, MAX_SLOW_ANSWER_FRESH_MS))) return value;
      if (tookMs > waitMs && ageMs <= tookMs + POLL_MARGIN_MS) {
        this.#begin().promise.catch(() => undefined);
        return value;
      }
    }
    return this.#outcomeOf(this.#begin(), waitMs);
  }

  /** As `read`, but a failure is returned beside the last answer. */
  async readOrLast(options: ReadOptions): Promise<Reading<T>> {
    try {
      await this.read(options);
      return this.reading();
    } catch (error) {
      return { ...this.reading(), failure: toFailure(error) };
    }
  }

  /**
   * As `read`, but where that fails the last answer is returned, with its time and the failure. Throws where there has
   * been no answer.
   */
  async readLastKnown(options: ReadOptions): Promise<{ value: T; lastKnown?: LastKnown }> {
    try {
      return { value: await this.read(options) };
    } catch (error) {
      const { value, takenAt } = this.reading();
      if (value === null || takenAt === null) throw error;
      return { value, lastKnown: { takenAt, failure: toFailure(error) } };
    }
  }

  /**
   * What is known without waiting; starts an attempt where the answer is older than `maxAgeMs`. An attempt that failed is
   * repeated after `pauseMs`.
   */
  peek(maxAgeMs: number, pauseMs = 0): Reading<T> {
    const failedMs = this.#failure === null ? Infinity : performance.now() - this.#failure.endedAt;
    if (this.ageMs > maxAgeMs && failedMs >= pauseMs) this.#begin().promise.catch(() => undefined);
    return this.reading();
  }

  /**
   * The outcome of the last attempt, however old, or of a first one. Throws the attempt's error, or AppError
   * `timed_out` after `waitMs`.
   */
  async outcome(waitMs: number): Promise<T> {
    if (this.#attempt === null && this.#failure !== null) throw this.#failure.error;
    if (this.#attempt === null && this.#answer !== null) return this.#answer.value;
    return this.#outcomeOf(this.#begin(), waitMs);
  }

  get isRunning(): boolean {
    return this.#attempt !== null;
  }

  /** Of the last answer; Infinity: there is none. */
  get ageMs(): number {
    return this.#answer === null ? Infinity : performance.now() - this.#answer.receivedAt;
  }

  reading(): Reading<T> {
    return {
      value: this.#answer?.value ?? null,
      takenAt: this.#answer === null ? null : this.#answer.at.toISOString(),
      failure: this.#failure === null ? null : toFailure(this.#failure.error),
    };
  }

  #begin(): Attempt<T> {
    if (this.#attempt !== null) return this.#attempt;
    const startedAt = performance.now();
    this.#askedAt ??= new Date();
    const attempt = { startedAt, promise: this.#load(AbortSignal.timeout(this.#terms.giveUpAfterMs)) };
    this.#attempt = attempt;
    attempt.promise.then(
      (value) => {
        const receivedAt = performance.now();
        const silence = this.silence();
        this.#answer = { value, at: new Date(), receivedAt, tookMs: receivedAt - startedAt };
        this.#failure = null;
        this.#attempt = null;
        this.#askedAt = null;
        for (const listener of this.#listeners) listener(value, silence);
      },
      (error: unknown) => {
        this.#failure = { error, endedAt: performance.now() };
        this.#attempt = null;
      },
    );
    return attempt;
  }

  async #outcomeOf({ promise, startedAt }: Attempt<T>, waitMs: number): Promise<T> {
    const outcome = await settledWithin(promise, waitMs);
    if (outcome !== null) return outcome.value;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    throw new AppError('timed_out', `${this.#terms.subject} has not answered for ${seconds} s.`, {
      hint: 'This page shows the answer as soon as it comes.',
    });
  }
}
