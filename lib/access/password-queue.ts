import { AppError } from '../errors.ts';

/** A sign-in is answered within about this time, if only with the time of the next attempt. */
const LONGEST_WAIT_MS = 2000;
/** Also where one check takes longer than that. */
const FEWEST_WAITING = 2;
const MOST_WAITING = 16;
/** An attempt that others overtake again and again is refused after this time. */
const GIVE_UP_MS = 2 * LONGEST_WAIT_MS;
/** The assumed length of a check until one is measured. */
const FIRST_ESTIMATE_MS = 250;

/** Of an address, highest first: people have signed in from it before; it is new; it sent several wrong passwords. */
const PRIORITIES = ['known', 'new', 'suspect'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** A whole office may share an address; a suspect one gets a single place. */
const placesPerCaller = (priority: Priority): number => (priority === 'suspect' ? 1 : 4);

interface Waiting {
  caller: string;
  priority: Priority;
  /** How many of the same caller waited already when it came. */
  nth: number;
  /** By performance.now(). */
  since: number;
  begin: () => void;
  refuse: (error: AppError) => void;
}

/**
 * Checks passwords one at a time; each takes a quarter of a second by design. Few may wait, so that the wait is short. The
 * order is by priority, then the first one of each caller before the second one of any. If all places are taken, an attempt
 * that comes before the last one in this order takes its place.
 */
export class PasswordQueue {
  readonly #waiting: Waiting[] = [];
  #running = false;
  #checkMs = FIRST_ESTIMATE_MS;

  /**
   * Takes a place, and returns a function that runs the check in its turn. Both throw AppError overloaded with
   * `details.retryAfterSeconds`: at once if there is no place, later if another attempt took the place.
   * `caller`: a network, see callerOf.
   */
  enter(caller: string, priority: Priority): <T>(work: () => Promise<T>) => Promise<T> {
    const turn = this.#turn(caller, priority);
    return (work) => this.#check(turn, work);
  }

  async #check<T>(turn: Promise<void>, work: () => Promise<T>): Promise<T> {
    await turn;
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#checkMs = (this.#checkMs + performance.now() - began) / 2;
      this.#next();
    }
  }

  get #places(): number {
    return Math.min(MOST_WAITING, Math.max(FEWEST_WAITING, Math.floor(LONGEST_WAIT_MS / this.#checkMs)));
  }

  #turn(caller: string, priority: Priority): Promise<void> {
    if (!this.#running) {
      this.#running = true;
      return Promise.resolve();
    }
    const nth = this.#waiting.filter((other) => other.caller === caller).length;
    if (nth >= placesPerCaller(priority)) throw this.#overloaded();
    const level = PRIORITIES.indexOf(priority);
    const comesBefore = (other: Waiting) => {
      const otherLevel = PRIORITIES.indexOf(other.priority);
      return otherLevel > level || (otherLevel === level && other.nth > nth);
    };
    if (this.#waiting.length >= this.#places) {
      const last = this.#waiting.at(-1)!;
      if (!comesBefore(last)) throw this.#overloaded();
      this.#waiting.pop();
      last.refuse(this.#overloaded());
    }
    return new Promise((begin, refuse) => {
      const place = this.#waiting.findIndex(comesBefore);
      const entry = { caller, priority, nth, since: performance.now(), begin, refuse };
      this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, entry);
    });
  }

  #next(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (performance.now() - next.since <= GIVE_UP_MS) return next.begin();
      next.refuse(this.#overloaded());
    }
    this.#running = false;
    return undefined;
  }

  #overloaded(): AppError {
    const seconds = Math.max(1, Math.ceil(((this.#waiting.length + 1) * this.#checkMs) / 1000));
    return new AppError('overloaded', `Too many sign-ins at this moment: try again in ${seconds} s.`, {
      hint: 'Your name and password were not checked. The command line works without a sign-in.',
      details: { retryAfterSeconds: seconds },
    });
  }
}
