import { AppError } from '../errors.ts';
import { isUnresponsive } from './unresponsive.ts';
import type { FileRequest } from './protocol.ts';
import { FileWorker } from './worker.ts';

/** Doubled for each killed process that has not ended yet, so that a directory that hangs all night does not fill the memory. */
const PROBE_AFTER_MS = 5_000;
const IDLE_MS = 30_000;

/**
 * Manages the process of a directory: starts it when it is needed and ends it when it has been idle. While the directory does
 * not answer, every request fails at once, and a new process probes it at intervals.
 */
export class WorkerSupervisor {
  private readonly directory: string;
  private worker: FileWorker | null = null;
  private unresponsive: AppError | null = null;
  /** Killed, but not ended yet because of a system call that hangs. */
  private hangingProcesses = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Throws AppError disk (`isUnresponsive`). */
  get(): FileWorker {
    if (this.unresponsive !== null) throw this.copyError(this.unresponsive);
    this.worker ??= this.start();
    this.endWhenIdle(this.worker);
    return this.worker;
  }

  get busy(): boolean {
    return this.worker?.busy ?? false;
  }

  /** Does nothing while the process is busy. */
  endIdle(): void {
    clearTimeout(this.idle);
    const worker = this.worker;
    if (worker === null || worker.busy) return;
    this.worker = null;
    worker.retire();
  }

  /** A copy for each caller, with its own stack. */
  private copyError({ message, hint, details }: AppError): AppError {
    return new AppError('disk', message, {
      ...(hint ? { hint } : {}),
      details: { ...details },
      cause: this.unresponsive,
    });
  }

  private start(): FileWorker {
    const worker = new FileWorker(this.directory, (failure) => {
      if (this.worker === worker) this.worker = null;
      if (failure.details.hangs === true) this.onUnresponsive(failure, worker);
    });
    return worker;
  }

  private onUnresponsive(failure: AppError, worker: FileWorker): void {
    this.unresponsive ??= failure;
    this.hangingProcesses++;
    void worker.exited.then(() => this.hangingProcesses--);
    setTimeout(() => void this.probe(), PROBE_AFTER_MS * 2 ** (this.hangingProcesses - 1)).unref();
  }

  private async probe(): Promise<void> {
    const worker = this.start();
    try {
      await worker.request<'free-space'>({ op: 'free-space' } satisfies FileRequest);
      await worker.request<'list'>({ op: 'list', folder: '' });
    } catch (error) {
      // A missing or unreadable directory has answered. `onUnresponsive` handles one that has not.
      if (isUnresponsive(error)) {
        if ((error as AppError).details.hangs !== true) this.unresponsive = null;
        return;
      }
    }
    this.unresponsive = null;
    this.worker ??= worker;
    if (this.worker !== worker) worker.retire();
    else this.endWhenIdle(worker);
  }

  private endWhenIdle(worker: FileWorker): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      if (this.worker !== worker) return;
      if (worker.busy) this.endWhenIdle(worker);
      else this.endIdle();
    }, IDLE_MS);
    this.idle.unref();
  }
}
