import { setTimeout as sleep } from 'node:timers/promises';

interface QueueOptions {
  /** Jobs that run at once. */
  workers: number;
  /** Each job takes at least this long. */
  delayMs: number;
}

/** As the app's status names them. */
export interface QueueCounts {
  /** Waiting or running. */
  jobs: number;
  /** Failed, and waiting for another try. */
  retries: number;
  scheduled: number;
}

type Work = () => Promise<void>;

const TRIES = 6;
const RETRY_AFTER_MS = 1000;

/**
 * What was answered 202 and is still to be written. Jobs of one document run in the order in which they were added, jobs of different
 * documents with several workers. A job that fails is tried again, and dropped after its last try.
 */
export class JobQueue {
  readonly #options: QueueOptions;
  /** The jobs of each document, in order; the first one may be running. */
  readonly #waiting = new Map<string, Work[]>();
  /** The documents whose first job doesn't run. */
  #ready: string[] = [];
  readonly #stopping = new AbortController();
  readonly #counts: QueueCounts = { jobs: 0, retries: 0, scheduled: 0 };
  #running = 0;
  /** One sentence for each job that was dropped. */
  readonly dropped: string[] = [];

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get counts(): QueueCounts {
    return { ...this.#counts };
  }

  add(document: string, work: Work): void {
    this.#counts.jobs++;
    const others = this.#waiting.get(document);
    if (others) {
      others.push(work);
      return;
    }
    this.#waiting.set(document, [work]);
    this.#ready.push(document);
    this.#startWorkers();
  }

  /** Drops what is still to be done. */
  stop(): void {
    this.#stopping.abort();
    this.#ready = [];
  }

  #startWorkers(): void {
    while (this.#running < this.#options.workers && this.#ready.length > 0) {
      this.#running++;
      void this.#work();
    }
  }

  async #work(): Promise<void> {
    for (let document = this.#ready.shift(); document !== undefined; document = this.#ready.shift()) {
      const jobs = this.#waiting.get(document)!;
      await this.#runJob(jobs.shift()!);
      if (jobs.length > 0) this.#ready.push(document);
      else this.#waiting.delete(document);
    }
    this.#running--;
  }

  async #runJob(work: Work): Promise<void> {
    await this.#sleep(this.#options.delayMs);
    for (let tries = 1; !this.#stopping.signal.aborted; tries++) {
      try {
        await work();
        break;
      } catch (error) {
        if (tries === TRIES) {
          this.dropped.push(error instanceof Error ? error.message : String(error));
          break;
        }
        this.#counts.jobs--;
        this.#counts.retries++;
        await this.#sleep(RETRY_AFTER_MS);
        this.#counts.retries--;
        this.#counts.jobs++;
      }
    }
    this.#counts.jobs--;
  }

  /** Ends early when the queue stops. */
  async #sleep(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
