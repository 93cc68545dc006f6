import { setImmediate as nextTurn } from 'node:timers/promises';

/** Runs at most so many tasks at once, in the order in which they came. Between two the process does other work. */
export class Turns {
  readonly #most: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The outcome of `task`, which starts when it is its turn. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const { promise, reject, resolve } = Promise.withResolvers<T>();
    this.#waiting.push(() => task().then(resolve, reject));
    if (this.#running < this.#most) void this.#runWaiting();
    return promise;
  }

  async #runWaiting(): Promise<void> {
    this.#running++;
    await nextTurn();
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) {
      await task();
      await nextTurn();
    }
    this.#running--;
  }
}
