import { Worker } from 'node:worker_threads';
import { AppError, cancelled } from '../errors.ts';
import { isPackage, programFile } from '../places.mjs';
import { processGlobal } from '../process-wide.ts';
import type { TaskResult, TaskName, Tasks } from './entry.ts';

/** For one task. Within the limits of its input it takes less than a second on a machine that is not overloaded. */
const RUN_TIMEOUT_MS = 20_000;
const QUEUE_TIMEOUT_MS = 60_000;
/** A thread that has been idle for so long ends, which frees its memory. */
const IDLE_MS = 10_000;
/**
 * The limits on a task's input keep it far below. V8 ends the whole process where a single native call, such as JSON.parse,
 * exceeds it.
 */
const MAX_MEGABYTES = 512;

interface ThreadOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of the input that are transferred, not copied: the caller's buffers become empty. Only unpooled buffers. */
  transfer?: readonly Buffer[];
}

interface QueuedTask {
  name: TaskName;
  input: unknown;
  transfer: readonly Buffer[];
  queuedAt: number;
  signal: AbortSignal | undefined;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A thread for tasks on untrusted input, and their queue. */
export class TaskThread {
  private worker: Worker | null = null;
  private running: QueuedTask | null = null;
  private readonly queue: QueuedTask[] = [];
  private timer: NodeJS.Timeout | null = null;

  private readonly runTimeoutMs: number;

  constructor({ runTimeoutMs = RUN_TIMEOUT_MS } = {}) {
    this.runTimeoutMs = runTimeoutMs;
  }

  /** See `inThread`. */
  run<Name extends TaskName>(
    task: Name,
    input: Parameters<Tasks[Name]>[0],
    { signal, transfer = [] }: ThreadOptions = {},
  ): Promise<ReturnType<Tasks[Name]>> {
    return new Promise((resolve, reject) => {
      const settle = resolve as (value: unknown) => void;
      this.queue.push({
        name: task,
        input,
        transfer,
        queuedAt: performance.now(),
        signal,
        resolve: settle,
        reject,
      });
      this.next();
    });
  }

  private next(): void {
    if (this.running !== null) return;
    const task = this.queue.shift();
    if (task === undefined) {
      this.endWhenIdle();
      return;
    }
    if (task.signal?.aborted || performance.now() - task.queuedAt > QUEUE_TIMEOUT_MS) {
      task.reject(task.signal?.aborted ? cancelled() : tooBusy());
      this.next();
      return;
    }
    this.running = task;
    const worker = (this.worker ??= this.start());
    worker.ref();
    this.setTimer(this.runTimeoutMs, () => {
      this.end(worker, tookTooLong(this.runTimeoutMs));
    }).ref();
    worker.postMessage(
      { task: task.name, input: task.input },
      task.transfer.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  private start(): Worker {
    const worker = startWorker();
    worker.on('message', (result: TaskResult) => {
      if (worker !== this.worker) return;
      this.settle((task) => {
        if ('value' in result) task.resolve(result.value);
        else task.reject(new AppError(result.code, result.message, result));
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

  /** The thread has ended or can't be used any more: the next task gets a new one. */
  private end(worker: Worker, error: unknown): void {
    if (worker !== this.worker) return;
    this.worker = null;
    void worker.terminate();
    this.settle((task) => {
      task.reject(error);
    });
  }

  private settle(action: (task: QueuedTask) => void): void {
    const { running } = this;
    this.running = null;
    if (this.timer) clearTimeout(this.timer);
    if (running !== null) action(running);
    this.next();
  }

  private endWhenIdle(): void {
    const { worker } = this;
    if (worker === null) return;
    worker.unref();
    this.setTimer(IDLE_MS, () => {
      this.worker = null;
      void worker.terminate();
    }).unref();
  }

  private setTimer(ms: number, action: () => void): NodeJS.Timeout {
    if (this.timer) clearTimeout(this.timer);
    return (this.timer = setTimeout(action, ms));
  }
}

const NAME = 'restore-desk-parse';
/** Not those of the process, which are for its own heap. */
const EXEC_ARGV = ['--disable-warning=ExperimentalWarning'];
const LIMITS = { maxOldGenerationSizeMb: MAX_MEGABYTES, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/**
 * In a checkout Next bundles the thread's modules, which it finds by the words `new Worker(new URL(…), { … })`: with options that are
 * not written there it only copies the file (tried). A package has them compiled; a constructor that the bundler can't follow, because
 * it would look for the file.
 */
function startWorker(): Worker {
  if (!isPackage())
    return new Worker(new URL('./entry.ts', import.meta.url), {
      name: NAME,
      execArgv: EXEC_ARGV,
      resourceLimits: LIMITS,
    });
  const { Worker: UnbundledWorker } = process.getBuiltinModule('node:worker_threads');
  const options = { name: NAME, execArgv: EXEC_ARGV, resourceLimits: LIMITS };
  return new UnbundledWorker(programFile('lib/thread/entry'), options);
}

const thread = processGlobal('task-thread', () => new TaskThread());

/**
 * Runs a task on untrusted input in a separate thread, one at a time, within limits of time and memory, so that no input can
 * block the process. Throws what the task throws, `backup_damaged` where it exceeds the memory limit, `timed_out`,
 * `cancelled`.
 */
export const inThread = <Name extends TaskName>(
  task: Name,
  input: Parameters<Tasks[Name]>[0],
  options?: ThreadOptions,
): Promise<ReturnType<Tasks[Name]>> => thread().run(task, input, options);

const tooMuchMemory = () =>
  new AppError('backup_damaged', `Its definition takes more than ${MAX_MEGABYTES} MB of memory to be read.`, {
    hint: 'Use another copy of this backup, or an older one.',
  });
const tookTooLong = (timeoutMs: number) =>
  new AppError('timed_out', `The definition of a backup was not read within ${timeoutMs / 1000} s.`, {
    hint: 'This machine is overloaded. Try again in a moment.',
  });
const tooBusy = () =>
  new AppError('timed_out', 'Restore Desk is still reading the definitions of other backups.', {
    hint: 'Try again in a moment.',
  });
