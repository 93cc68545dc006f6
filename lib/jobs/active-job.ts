import type { Progress } from '../contract/progress.ts';
import { redact } from '../config/redact.ts';
import { log } from '../log.ts';
import type { Run } from '../running/run.ts';
import type { Owner } from './owner.ts';
import type { JobStore } from './store/job-store.ts';

/** Progress and checkpoint are saved at most this often: a restart may lose one second. */
const SAVE_EVERY_MS = 1000;
/** Log lines are collected this long and saved in one transaction. */
const LOG_EVERY_MS = 250;
const LOG_BATCH_LINES = 2000;
/** For processes that can't see this one. */
const HEARTBEAT_EVERY_MS = 5000;

/** What stopped a job: the first cause wins. */
export type StopCause = 'cancel' | 'shutdown';

/** A running job: collects what its operation reports, and saves it at a limited rate. */
export class ActiveJob {
  readonly id: string;
  readonly controller = new AbortController();
  progress: Progress | null = null;
  checkpoint: unknown;
  stopCause: StopCause | null = null;
  private readonly store: JobStore;
  private readonly owner: Owner;
  private progressChanged = false;
  private checkpointChanged = false;
  private unsavedLines: { at: string; text: string }[] = [];
  private savedAtMs = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private saveFailing = false;

  constructor(id: string, store: JobStore, owner: Owner, checkpoint: unknown) {
    this.id = id;
    this.store = store;
    this.owner = owner;
    this.checkpoint = checkpoint ?? null;
    this.timer = setInterval(() => this.saveWhenDue(), LOG_EVERY_MS);
  }

  run(directory: string): Run {
    const report = (progress: Progress) => {
      // Later steps report no counters: those of the load stay.
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
    this.unsavedLines.push({ at: new Date().toISOString(), text: redact(sentence).slice(0, 4000) });
    if (this.unsavedLines.length >= LOG_BATCH_LINES) this.trySave(() => this.flushLog());
  }

  stop(cause: StopCause, reason: unknown): void {
    this.stopCause ??= cause;
    this.controller.abort(reason);
  }

  /** Saves everything collected so far, now. Throws AppError disk. */
  flush(): void {
    this.flushLog();
    const state = {
      ...(this.progressChanged && this.progress ? { progress: this.progress } : {}),
      ...(this.checkpointChanged ? { checkpoint: this.checkpoint } : {}),
    };
    this.store.save(this.id, this.owner, state);
    this.progressChanged = false;
    this.checkpointChanged = false;
    this.savedAtMs = performance.now();
  }

  /** Stops the timer and saves. What can't be saved waits for the next `flush`. */
  close(): void {
    clearInterval(this.timer);
    this.trySave(() => this.flush());
  }

  private flushLog(): void {
    // Removed only when they are saved: a locked database delays lines and loses none.
    const lines = this.unsavedLines;
    this.store.appendLog(this.id, lines);
    this.unsavedLines = this.unsavedLines.slice(lines.length);
  }

  private saveWhenDue(): void {
    this.trySave(() => {
      const sinceSavedMs = performance.now() - this.savedAtMs;
      if (
        sinceSavedMs >= HEARTBEAT_EVERY_MS ||
        (sinceSavedMs >= SAVE_EVERY_MS && (this.progressChanged || this.checkpointChanged))
      )
        this.flush();
      else this.flushLog();
    });
  }

  /** A locked or full database does not stop the job: saving is retried. */
  private trySave(write: () => void): void {
    try {
      this.store.withoutWaiting(write);
      this.saveFailing = false;
    } catch (error) {
      if (!this.saveFailing)
        log().error({ job: this.id, err: error }, 'The state of a job could not be saved; trying again.');
      this.saveFailing = true;
    }
  }
}
