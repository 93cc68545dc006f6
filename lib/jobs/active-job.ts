import type { Progress } from '../contract/progress.ts';
import { redact } from '../config/redact.ts';
import { log } from '../log.ts';
import type { Run } from '../running/run.ts';
import type { Owner } from './owner.ts';
import type { JobStore } from './store/job-store.ts';

/** Progress and checkpoint reach the disk at most this often; a second is what a restart may lose. */
const SAVE_EVERY_MS = 1000;
/** Log lines wait this long for company: one transaction for many. */
const LOG_EVERY_MS = 250;
const LOG_BATCH = 2000;
/** A sign of life for processes that can't see this one. */
const BEAT_EVERY_MS = 5000;

/** What stopped a job: the first cause wins. */
export type StopCause = 'cancel' | 'shutdown';

/** One running job's side of the store: gathers what the operation reports and writes it at a gentle rate. */
export class ActiveJob {
  readonly id: string;
  readonly controller = new AbortController();
  progress: Progress | null = null;
  checkpoint: unknown;
  cause: StopCause | null = null;
  private readonly store: JobStore;
  private readonly owner: Owner;
  private progressChanged = false;
  private checkpointChanged = false;
  private lines: { at: string; text: string }[] = [];
  private savedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private complained = false;

  constructor(id: string, store: JobStore, owner: Owner, checkpoint: unknown) {
    this.id = id;
    this.store = store;
    this.owner = owner;
    this.checkpoint = checkpoint ?? null;
    this.timer = setInterval(() => this.tick(), LOG_EVERY_MS);
  }

  run(directory: string): Run {
    const report = (progress: Progress) => {
      // What became of the documents so far stays true in the steps that come after the load.
      this.progress = { ...progress, counters: progress.counters ?? this.progress?.counters ?? null };
      this.progressChanged = true;
    };
    return {
      signal: this.controller.signal,
      report,
      log: (sentence) => this.log(sentence),
      checkpoint: this.checkpoint,
      saveCheckpoint: (checkpoint) => {
        this.checkpoint = checkpoint;
        this.checkpointChanged = true;
      },
      directory,
    };
  }

  log(sentence: string): void {
    this.lines.push({ at: new Date().toISOString(), text: redact(sentence).slice(0, 4000) });
    if (this.lines.length >= LOG_BATCH) this.attempt(() => this.flushLog());
  }

  stop(cause: StopCause, reason: unknown): void {
    this.cause ??= cause;
    this.controller.abort(reason);
  }

  /** Everything gathered so far, onto the disk now. Throws AppError disk. */
  flush(): void {
    this.flushLog();
    const state = {
      ...(this.progressChanged && this.progress ? { progress: this.progress } : {}),
      ...(this.checkpointChanged ? { checkpoint: this.checkpoint } : {}),
    };
    this.store.save(this.id, this.owner, state);
    this.progressChanged = false;
    this.checkpointChanged = false;
    this.savedAt = performance.now();
  }

  /** No more writing by itself; what could not be written waits for the next `flush`. */
  close(): void {
    clearInterval(this.timer);
    this.attempt(() => this.flush());
  }

  private flushLog(): void {
    // Kept until they are written: a locked database delays lines, it doesn't lose them.
    const lines = this.lines;
    this.store.appendLog(this.id, lines);
    this.lines = this.lines.slice(lines.length);
  }

  private tick(): void {
    this.attempt(() => {
      const waited = performance.now() - this.savedAt;
      if (waited >= BEAT_EVERY_MS || (waited >= SAVE_EVERY_MS && (this.progressChanged || this.checkpointChanged)))
        this.flush();
      else this.flushLog();
    });
  }

  /** The database being locked or full does not stop the work under way; it is tried again. */
  private attempt(write: () => void): void {
    try {
      this.store.withoutWaiting(write);
      this.complained = false;
    } catch (error) {
      if (!this.complained)
        log().error({ job: this.id, err: error }, 'The state of a job could not be saved; trying again.');
      this.complained = true;
    }
  }
}
