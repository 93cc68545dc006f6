import { AppError } from '../errors.ts';
import { isNoAnswer } from './no-answer.ts';
import type { FileRequest } from './protocol.ts';
import { FileWorker } from './worker.ts';

/** Doubled for each process that was left behind and has not ended: a directory that hangs all night fills no memory. */
const ASK_AGAIN_AFTER_MS = 5_000;
const IDLE_MS = 30_000;

/**
 * The one process of a directory: started when it is needed, ended when it has been idle. While the directory does not
 * answer, every request fails at once; a new process asks it at intervals, until it answers.
 */
export class WatchedWorker {
  private readonly directory: string;
  private worker: FileWorker | null = null;
  private silent: AppError | null = null;
  /** Killed, and still held by the system in a call that hangs. */
  private leftBehind = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Throws AppError disk (`isNoAnswer`). */
  get(): FileWorker {
    if (this.silent !== null) throw this.again(this.silent);
    this.worker ??= this.start();
    this.endWhenIdle(this.worker);
    return this.worker;
  }

  get busy(): boolean {
    return this.worker?.busy ?? false;
  }

  /** Only where nothing waits for it. */
  endIdle(): void {
    clearTimeout(this.idle);
    const worker = this.worker;
    if (worker === null || worker.busy) return;
    this.worker = null;
    worker.retire();
  }

  /** The error as it is thrown to one more caller, with a stack of its own. */
  private again({ message, hint, details }: AppError): AppError {
    return new AppError('disk', message, { ...(hint ? { hint } : {}), details: { ...details }, cause: this.silent });
  }

  private start(): FileWorker {
    const worker = new FileWorker(this.directory, (failure) => {
      if (this.worker === worker) this.worker = null;
      if (failure.details.hangs === true) this.fellSilent(failure, worker);
    });
    return worker;
  }

  private fellSilent(failure: AppError, worker: FileWorker): void {
    this.silent ??= failure;
    this.leftBehind++;
    void worker.gone.then(() => this.leftBehind--);
    setTimeout(() => void this.askAgain(), ASK_AGAIN_AFTER_MS * 2 ** (this.leftBehind - 1)).unref();
  }

  private async askAgain(): Promise<void> {
    const worker = this.start();
    try {
      await worker.ask<'room'>({ op: 'room' } satisfies FileRequest);
      await worker.ask<'list'>({ op: 'list', folder: '' });
    } catch (error) {
      // Not there, or not readable: that is an answer. No answer has been seen to by `fellSilent`.
      if (isNoAnswer(error)) {
        if ((error as AppError).details.hangs !== true) this.silent = null;
        return;
      }
    }
    this.silent = null;
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
