import { AppError, toFailure, type Failure } from '../errors.ts';

export interface Reading<T> {
  /** The last answer there was, however old; `takenAt` says when. */
  value: T | null;
  takenAt: string | null;
  /** Why the newest attempt gave nothing; null: it did, or is under way for the first time. */
  failure: Failure | null;
}

interface Terms {
  /** How long one attempt may take. */
  giveUpAfterMs: number;
  /** What is awaited, for the sentence: "the cluster". */
  from: string;
}

/** What takes long is not asked for without a pause: an answer is good for as long as it took, up to this. */
const COSTLY_MS = 5_000;

/** An answer that nobody waited for is shown until the next has had its time: readers come back within this. */
const READERS_RETURN_MS = 15_000;

/**
 * One thing many pages ask for, read once for all of them: one attempt at a time, the last answer kept. A reader waits
 * a little; an attempt that takes longer goes on, and the next reader finds what it brought, whenever that reader comes.
 */
export class SharedRead<T> {
  /** `steadyAt` tells its age, whatever is done to the machine's clock. */
  #answer: { value: T; at: Date; steadyAt: number; tookMs: number } | null = null;
  #failure: { error: unknown } | null = null;
  #attempt: { promise: Promise<T>; since: number } | null = null;
  readonly #ask: (signal: AbortSignal) => Promise<T>;
  readonly #terms: Terms;
  readonly #listeners: ((value: T) => void)[] = [];

  constructor(ask: (signal: AbortSignal) => Promise<T>, terms: Terms) {
    this.#ask = ask;
    this.#terms = terms;
  }

  /** Calls back with every answer, before any reader has it. */
  onAnswer(listener: (value: T) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * An answer no older than `maxAgeMs`, or the reason why there is none within `waitMs`. One that takes longer than
   * `waitMs` to come is given as it is, while the next is asked for: else no reader would ever have it. Throws AppError.
   */
  async read({ maxAgeMs, waitMs }: { maxAgeMs: number; waitMs: number }): Promise<T> {
    if (this.#answer !== null && this.#failure === null) {
      const { value, steadyAt, tookMs } = this.#answer;
      const ageMs = performance.now() - steadyAt;
      if (ageMs <= maxAgeMs || (maxAgeMs > 0 && ageMs <= Math.min(tookMs, COSTLY_MS))) return value;
      if (tookMs > waitMs && ageMs <= tookMs + READERS_RETURN_MS) {
        this.#begin().promise.catch(() => undefined);
        return value;
      }
    }
    const attempt = this.#begin();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), waitMs);
    });
    try {
      const outcome = await Promise.race([attempt.promise.then((value) => ({ value })), late]);
      if (outcome !== 'late') return outcome.value;
    } finally {
      clearTimeout(timer);
    }
    throw this.#slow(attempt.since);
  }

  /** What is known without waiting; starts an attempt where the answer is older than `maxAgeMs`. */
  peek(maxAgeMs: number): Reading<T> {
    if (this.ageMs > maxAgeMs) this.#begin().promise.catch(() => undefined);
    return this.reading();
  }

  /** As `read`, but a failure comes back beside the last answer. */
  async readOrLast(patience: { maxAgeMs: number; waitMs: number }): Promise<Reading<T>> {
    try {
      await this.read(patience);
      return this.reading();
    } catch (error) {
      return { ...this.reading(), failure: toFailure(error) };
    }
  }

  /** Of the last answer; Infinity: there is none. */
  get ageMs(): number {
    return this.#answer === null ? Infinity : performance.now() - this.#answer.steadyAt;
  }

  reading(): Reading<T> {
    return {
      value: this.#answer?.value ?? null,
      takenAt: this.#answer === null ? null : this.#answer.at.toISOString(),
      failure: this.#failure === null ? null : toFailure(this.#failure.error),
    };
  }

  #begin(): { promise: Promise<T>; since: number } {
    if (this.#attempt !== null) return this.#attempt;
    const { giveUpAfterMs } = this.#terms;
    const since = performance.now();
    const attempt = { since, promise: this.#ask(AbortSignal.timeout(giveUpAfterMs)) };
    this.#attempt = attempt;
    attempt.promise.then(
      (value) => {
        if (this.#attempt !== attempt) return;
        const steadyAt = performance.now();
        this.#answer = { value, at: new Date(), steadyAt, tookMs: steadyAt - since };
        this.#failure = null;
        this.#attempt = null;
        for (const listener of this.#listeners) listener(value);
      },
      (error: unknown) => {
        if (this.#attempt !== attempt) return;
        this.#failure = { error };
        this.#attempt = null;
      },
    );
    return attempt;
  }

  #slow(since: number): AppError {
    const seconds = Math.round((performance.now() - since) / 1000);
    const { from } = this.#terms;
    return new AppError('timed_out', `${from} has not answered for ${seconds} s.`, {
      hint:
        this.#answer === null
          ? 'It is still being asked. This page shows the answer as soon as it comes.'
          : 'It is still being asked; the last answer is shown with its age.',
    });
  }
}
