import type { Progress, Waiting } from '../contract/progress.ts';
import { NO_CONTROLS, type RunControls } from '../contract/run-controls.ts';
import { redact } from '../config/redact.ts';
import type { OpenRequest } from '../elasticsearch/client/watched-cluster.ts';
import { formatDuration } from '../format.ts';
import { log } from '../log.ts';
import { pause } from '../retry.ts';
import { waitingSentence } from '../waiting-sentence.ts';
import type { Run } from '../running/run.ts';
import { StallWatch } from '../running/stall-watch.ts';
import type { Owner } from './owner.ts';
import type { JobStore } from './store/job-store.ts';

/** Progress and checkpoint are saved at most this often: a restart may lose one second. */
const SAVE_EVERY_MS = 1000;
/** Log lines are collected this long and saved in one transaction. */
const LOG_EVERY_MS = 250;
const LOG_BATCH_LINES = 2000;
/** For processes that can't see this one. */
const HEARTBEAT_EVERY_MS = 5000;

const LONG_REQUEST_MS = 2000;
const CONTROLS_EVERY_MS = 500;

/** What stopped a job: the first cause wins. */
export type StopCause = 'cancel' | 'shutdown';

interface WaitSources {
  /** The request that has waited longest for the cluster; null: none waits. */
  openRequest: () => OpenRequest | null;
  listener: Pick<Run, 'report' | 'log'> | undefined;
}

/** A job before its first report. */
const STARTING: Progress = {
  phase: 'starting',
  label: 'Starting',
  subject: null,
  done: 0,
  total: null,
  unit: 'steps',
  bytes: 0,
  totalBytes: null,
  rate: null,
  secondsLeft: null,
  counters: null,
  pausedBecause: null,
};

const waitedFor = ({ since }: Waiting): string => formatDuration((Date.now() - Date.parse(since)) / 1000);

/** A running job: collects what its operation reports, and saves it at a limited rate. */
export class ActiveJob {
  readonly id: string;
  readonly controller = new AbortController();
  checkpoint: unknown;
  stopCause: StopCause | null = null;
  private readonly store: JobStore;
  private readonly owner: Owner;
  private reported: Progress | null = null;
  private readonly stall = new StallWatch();
  private waits: WaitSources | null = null;
  private waiting: Waiting | null = null;
  private progressChanged = false;
  private checkpointChanged = false;
  private unsavedLines: { at: string; text: string }[] = [];
  private savedAtMs = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private saveFailing = false;
  private lastControls = NO_CONTROLS;
  private controlsReadMs = -CONTROLS_EVERY_MS;

  constructor(id: string, store: JobStore, owner: Owner, checkpoint: unknown) {
    this.id = id;
    this.store = store;
    this.owner = owner;
    this.checkpoint = checkpoint ?? null;
    this.timer = setInterval(() => this.saveWhenDue(), LOG_EVERY_MS);
  }

  /** The newest report. While nothing moves it has no rate and no time left, and soon says what the job waits for. */
  get progress(): Progress | null {
    if (this.waiting !== null)
      return { ...(this.reported ?? STARTING), rate: null, secondsLeft: null, waitingFor: this.waiting };
    return this.reported !== null && this.stall.isQuiet()
      ? { ...this.reported, rate: null, secondsLeft: null }
      : this.reported;
  }

  /** From now on the job says what it waits for when nothing moves. */
  reportWaits(sources: WaitSources): void {
    this.waits = sources;
    this.stall.begin();
  }

  run(directory: string): Run {
    const report = (progress: Progress) => {
      // Later steps report no counters: those of the load stay.
      this.reported = { ...progress, counters: progress.counters ?? this.reported?.counters ?? null };
      this.stall.note(progress);
      this.noteWaiting();
      this.progressChanged = true;
    };
    return {
      signal: this.controller.signal,
      report,
      log: (sentence) => this.log(sentence),
      checkpoint: this.checkpoint,
      saveCheckpoint: (checkpoint) => {
        const isFirst = this.checkpoint === null;
        this.checkpoint = checkpoint;
        this.checkpointChanged = true;
        // From now on a run that follows finds the files of this one.
        if (isFirst) this.trySave(() => this.flush());
      },
      directory,
      controls: () => this.controls(),
      ask: (question) => this.ask(question),
    };
  }

  /** Read again after half a second; the last ones where the database is locked. */
  private controls(): RunControls {
    const nowMs = performance.now();
    if (nowMs - this.controlsReadMs < CONTROLS_EVERY_MS) return this.lastControls;
    this.controlsReadMs = nowMs;
    try {
      this.lastControls = this.store.withoutWaiting(() => this.store.controls(this.id));
    } catch {
      // Read again in half a second.
    }
    return this.lastControls;
  }

  /** Pauses the job until somebody lets it go on, or cancels it. */
  private async ask(question: string): Promise<boolean> {
    this.store.setControls(this.id, { paused: true, question });
    do {
      await pause(CONTROLS_EVERY_MS, this.controller.signal);
      this.controlsReadMs = -CONTROLS_EVERY_MS;
    } while (this.controls().paused);
    return true;
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
    this.waits = null;
    this.trySave(() => this.flush());
  }

  private flushLog(): void {
    // Removed only when they are saved: a locked database delays lines and loses none.
    const lines = this.unsavedLines;
    this.store.appendLog(this.id, lines);
    this.unsavedLines = this.unsavedLines.slice(lines.length);
  }

  /** Begins and ends the wait, with a line in the log for each. */
  private noteWaiting(): void {
    if (this.waits === null || this.stopCause !== null) return;
    if (this.reported?.rate != null && this.stall.isQuiet()) this.progressChanged = true;
    const stalledSince = this.stall.stalledSince();
    if (stalledSince === null) {
      if (this.waiting !== null) this.logWait(`Continued after ${waitedFor(this.waiting)} without progress.`);
      this.waiting = null;
      return;
    }
    const request = this.waits.openRequest();
    // A short request, of a job that polls until something has happened, is not what it waits for.
    const what = request !== null && Date.now() - request.since.getTime() >= LONG_REQUEST_MS ? request.what : null;
    if (this.waiting !== null && this.waiting.what === what) return;
    const begins = this.waiting === null;
    this.waiting = { what, since: this.waiting?.since ?? stalledSince.toISOString() };
    if (begins) this.logWait(waitingSentence(this.waiting));
    this.progressChanged = true;
    if (this.progress !== null) this.waits.listener?.report(this.progress);
  }

  private logWait(sentence: string): void {
    this.log(sentence);
    this.waits?.listener?.log(sentence);
  }

  private saveWhenDue(): void {
    this.noteWaiting();
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
