import { JobStore } from './store/job-store.ts';

/** After a slow failure to open, further calls fail at once for this long. */
const REOPEN_AFTER_MS = 2000;
/** A locked database takes 1.5 s to fail, and blocks the whole process meanwhile. */
const SLOW_FAILURE_MS = 500;

/** A process's connection to the jobs' database: opened on first use, and opened again after a failure. */
export class StoreConnection {
  private readonly dataDirectory: string;
  private opened: JobStore | null = null;
  private failure: { error: unknown; atMs: number } | null = null;

  constructor(dataDirectory: string) {
    this.dataDirectory = dataDirectory;
  }

  /** Throws AppError disk. */
  get store(): JobStore {
    if (this.opened) return this.opened;
    if (this.failure !== null && performance.now() - this.failure.atMs < REOPEN_AFTER_MS) throw this.failure.error;
    const startedAtMs = performance.now();
    try {
      this.opened = JobStore.open(this.dataDirectory);
    } catch (error) {
      const endedAtMs = performance.now();
      this.failure = endedAtMs - startedAtMs < SLOW_FAILURE_MS ? null : { error, atMs: endedAtMs };
      throw error;
    }
    return this.opened;
  }

  close(): void {
    this.opened?.close();
    this.opened = null;
  }
}
