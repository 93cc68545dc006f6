import { Worker } from 'node:worker_threads';
import { AppError, cancelled } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';
import type { Answer, TaskName, Tasks } from './entry.ts';

/** Of one task. Limits on what it is given make it take less than a second on any machine that isn't overloaded. */
const RUN_WITHIN_MS = 20_000;
const WAIT_WITHIN_MS = 60_000;
/** A thread that has had nothing to do for so long ends, and its memory is free. */
const IDLE_MS = 10_000;
/**
 * The limits on what a task is given keep it far below: V8 ends the whole process where one call of its own, like JSON.parse,
 * goes beyond.
 */
const MOST_MEGABYTES = 512;

interface ThreadOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of the input that are handed over instead of copied: the caller's are empty from here on. Only of memory of their own. */
  move?: readonly Buffer[];
}

interface Waiting {
  task: TaskName;
  input: unknown;
  move: readonly Buffer[];
  since: number;
  signal: AbortSignal | undefined;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A thread for what strangers wrote, and what waits for it. */
export class TaskThread {
  private worker: Worker | null = null;
  private running: Waiting | null = null;
  private readonly queue: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;

  private readonly runWithinMs: number;

  constructor({ runWithinMs = RUN_WITHIN_MS } = {}) {
    this.runWithinMs = runWithinMs;
  }

  /** See `inThread`. */
  run<Name extends TaskName>(
    task: Name,
    input: Parameters<Tasks[Name]>[0],
    { signal, move = [] }: ThreadOptions = {},
  ): Promise<ReturnType<Tasks[Name]>> {
    return new Promise((resolve, reject) => {
      const settle = resolve as (value: unknown) => void;
      this.queue.push({ task, input, move, since: performance.now(), signal, resolve: settle, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.running !== null) return;
    const waiting = this.queue.shift();
    if (waiting === undefined) {
      this.rest();
      return;
    }
    if (waiting.signal?.aborted || performance.now() - waiting.since > WAIT_WITHIN_MS) {
      waiting.reject(waiting.signal?.aborted ? cancelled() : tooBusy());
      this.next();
      return;
    }
    this.running = waiting;
    const worker = (this.worker ??= this.start());
    worker.ref();
    this.after(this.runWithinMs, () => {
      this.end(worker, tookTooLong(this.runWithinMs));
    }).ref();
    worker.postMessage(
      { task: waiting.task, input: waiting.input },
      waiting.move.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  private start(): Worker {
    const worker = new Worker(new URL('./entry.ts', import.meta.url), {
      name: 'restore-desk-parse',
      // Those of the process are for its own heap.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    worker.on('message', (answer: Answer) => {
      if (worker !== this.worker) return;
      this.settle((waiting) => {
        if ('value' in answer) waiting.resolve(answer.value);
        else waiting.reject(new AppError(answer.code, answer.message, answer));
      });
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.end(worker, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory() : error);
    });
    worker.on('exit', () => {
      this.end(worker, new Error('The thread that reads definitions ended.'));
    });
    return worker;
  }

  /** The thread is gone or not to be trusted: the next task gets another one. */
  private end(worker: Worker, error: unknown): void {
    if (worker !== this.worker) return;
    this.worker = null;
    void worker.terminate();
    this.settle((waiting) => {
      waiting.reject(error);
    });
  }

  private settle(how: (waiting: Waiting) => void): void {
    const { running } = this;
    this.running = null;
    if (this.timer) clearTimeout(this.timer);
    if (running !== null) how(running);
    this.next();
  }

  private rest(): void {
    const { worker } = this;
    if (worker === null) return;
    worker.unref();
    this.after(IDLE_MS, () => {
      this.worker = null;
      void worker.terminate();
    }).unref();
  }

  private after(ms: number, then: () => void): NodeJS.Timeout {
    if (this.timer) clearTimeout(this.timer);
    return (this.timer = setTimeout(then, ms));
  }
}

const thread = processGlobal('task-thread', () => new TaskThread());

/**
 * Runs a task on what strangers wrote in a thread of its own, one at a time, within limits of time and memory: whatever
 * it is, the process goes on answering. Throws what the task throws; `backup_damaged` where it needs more memory than
 * there is for it, `timed_out`, `cancelled`.
 */
export const inThread = <Name extends TaskName>(
  task: Name,
  input: Parameters<Tasks[Name]>[0],
  options?: ThreadOptions,
): Promise<ReturnType<Tasks[Name]>> => thread().run(task, input, options);

const tooMuchMemory = () =>
  new AppError('backup_damaged', `Its definition takes more than ${MOST_MEGABYTES} MB of memory to be read.`, {
    hint: 'Use another copy of this backup, or an older one.',
  });
const tookTooLong = (withinMs: number) =>
  new AppError('timed_out', `The definition of a backup was not read within ${withinMs / 1000} s.`, {
    hint: 'This machine has too much to do. Try again in a moment.',
  });
const tooBusy = () =>
  new AppError('timed_out', 'Restore Desk is still reading the definitions of other backups.', {
    hint: 'Try again in a moment.',
  });
