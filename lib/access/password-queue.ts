import { AppError } from '../errors.ts';

/** A sign-in is answered within about this long, if only by when to try again. */
const LONGEST_WAIT_MS = 2000;
/** A machine that takes longer than that for one still lets somebody wait. */
const FEWEST_WAITING = 2;
const MOST_WAITING = 16;
/** What is overtaken again and again gives up. */
const GIVE_UP_MS = 2 * LONGEST_WAIT_MS;
/** Until it is measured. */
const FIRST_GUESS_MS = 250;

/** Who goes first: an address from which somebody has signed in before, one that is new, one that has guessed wrong. */
export type Rank = 0 | 1 | 2;

/** A whole office may come from one address; one that has guessed wrong has a single place. */
const placesOfOne = (rank: Rank): number => (rank === 2 ? 1 : 4);

interface Waiting {
  caller: string;
  rank: Rank;
  /** How many of the same network waited already when it came. */
  nth: number;
  since: number;
  begin: () => void;
  refuse: (error: AppError) => void;
}

/**
 * Checks of passwords, one at a time, each a quarter of a second by purpose. So few may wait that nobody waits long, and the
 * first one of each network comes before the second one of any; where all places are taken, whoever comes before the last
 * one takes its place.
 */
export class PasswordQueue {
  readonly #waiting: Waiting[] = [];
  #running = false;
  #tookMs = FIRST_GUESS_MS;

  /**
   * Takes a place and gives what checks when it is its turn. Both throw AppError overloaded with
   * `details.retryAfterSeconds`: at once where there is no place, later where somebody else got it.
   */
  enter(caller: string, rank: Rank): <T>(work: () => Promise<T>) => Promise<T> {
    const turn = this.#turn(caller, rank);
    return (work) => this.#check(turn, work);
  }

  async #check<T>(turn: Promise<void>, work: () => Promise<T>): Promise<T> {
    await turn;
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#tookMs = (this.#tookMs + performance.now() - began) / 2;
      this.#next();
    }
  }

  get #places(): number {
    return Math.min(MOST_WAITING, Math.max(FEWEST_WAITING, Math.floor(LONGEST_WAIT_MS / this.#tookMs)));
  }

  #turn(caller: string, rank: Rank): Promise<void> {
    if (!this.#running) {
      this.#running = true;
      return Promise.resolve();
    }
    const nth = this.#waiting.filter((other) => other.caller === caller).length;
    if (nth >= placesOfOne(rank)) throw this.#noRoom();
    const comesBefore = (other: Waiting) => other.rank > rank || (other.rank === rank && other.nth > nth);
    if (this.#waiting.length >= this.#places) {
      const last = this.#waiting.at(-1)!;
      if (!comesBefore(last)) throw this.#noRoom();
      this.#waiting.pop();
      last.refuse(this.#noRoom());
    }
    return new Promise((begin, refuse) => {
      const place = this.#waiting.findIndex(comesBefore);
      const entry = { caller, rank, nth, since: performance.now(), begin, refuse };
      this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, entry);
    });
  }

  #next(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (performance.now() - next.since <= GIVE_UP_MS) return next.begin();
      next.refuse(this.#noRoom());
    }
    this.#running = false;
    return undefined;
  }

  #noRoom(): AppError {
    const seconds = Math.max(1, Math.ceil(((this.#waiting.length + 1) * this.#tookMs) / 1000));
    return new AppError('overloaded', `Too many sign-ins at this moment: try again in ${seconds} s.`, {
      hint: 'Your name and password were not looked at. The command line works without a sign-in.',
      details: { retryAfterSeconds: seconds },
    });
  }
}
