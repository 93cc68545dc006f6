import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppError } from '../errors.ts';
import { FrameReader, sendFrame, type Frame } from './frames.ts';
import { fileError } from './inside.ts';
import { noAnswer, processEnded } from './no-answer.ts';
import type { FileAnswers, FileReply, FileRequest } from './protocol.ts';

/** What one request may take: these wait for what the disk has still to write, or look at thousands of files. */
const SLOW_WITHIN_MS = { sync: 120_000, rename: 120_000, remove: 120_000, close: 120_000, list: 60_000 } as const;
const DATA_WITHIN_MS = 30_000;
const METADATA_WITHIN_MS = 20_000;
/** This process may itself have been too busy to read an answer that is there. */
const GRACE_MS = 1_000;
const CHANNEL = 3;
const KEPT_ERRORS = 2_000;

function deadlineOf(op: FileRequest['op']): number {
  if (op in SLOW_WITHIN_MS) return SLOW_WITHIN_MS[op as keyof typeof SLOW_WITHIN_MS];
  return op === 'read' || op === 'write' ? DATA_WITHIN_MS : METADATA_WITHIN_MS;
}

interface Waiting {
  resolve: (answered: { answer: object; body: Buffer }) => void;
  reject: (error: unknown) => void;
  timer: NodeJS.Timeout | undefined;
  into: Buffer | null;
  /** Nobody waits for it any more; it is watched all the same. */
  abandoned: boolean;
  stopListening: () => void;
}

/** `into`: where the bytes of the answer go. `signal`: from when on nobody waits for it. */
interface Asking {
  body?: Buffer;
  into?: Buffer | null;
  signal?: AbortSignal | undefined;
}

type Answer<Op extends FileRequest['op']> = FileAnswers[Op] & { body: Buffer };

/**
 * One process that does the file work on one directory, as its parent sees it. The first request that misses its deadline
 * ends it: it is killed, every request that waits fails, and its end is not waited for, for a process in a hanging call has none.
 */
export class FileWorker {
  readonly directory: string;
  /** Resolves when the system has really ended it. */
  readonly gone: Promise<void>;
  /** Why it can't be asked any more; null: it can. */
  failure: AppError | null = null;
  /** Opened and not closed. */
  open = 0;
  private readonly onFailure: (failure: AppError) => void;
  private readonly child: ChildProcess;
  private readonly channel: Socket;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private errors = '';

  constructor(directory: string, onFailure: (failure: AppError) => void) {
    this.directory = directory;
    this.onFailure = onFailure;
    this.child = startProcess(directory);
    this.channel = this.child.stdio[CHANNEL] as Socket;
    this.gone = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
    this.listen();
    this.holdParent();
  }

  get busy(): boolean {
    return this.waiting.size > 0 || this.open > 0;
  }

  /** Throws AppError disk (`isNoAnswer`), and errors of the system with their code. */
  ask<Op extends FileRequest['op']>(
    request: Extract<FileRequest, { op: Op }>,
    { body = Buffer.alloc(0), into = null, signal }: Asking = {},
  ): Promise<Answer<Op>> {
    if (this.failure !== null) return Promise.reject(this.failure);
    const id = (this.last = (this.last + 1) % 2 ** 32);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        resolve: ({ answer, body: bytes }) => resolve({ ...(answer as FileAnswers[Op]), body: bytes }),
        reject,
        into,
        timer: undefined,
        abandoned: signal?.aborted ?? false,
        stopListening: () => signal?.removeEventListener('abort', onAbort),
      };
      const onAbort = () => this.abandon(waiting);
      signal?.addEventListener('abort', onAbort);
      this.waiting.set(id, waiting);
      this.watch(waiting, request);
      this.holdParent();
      sendFrame(this.channel, { id, head: request, body });
    });
  }

  /** Every request that waits fails. Does not wait for the process. */
  end(failure: AppError): void {
    if (this.failure !== null) return;
    this.failure = failure;
    this.child.kill('SIGKILL');
    this.channel.destroy();
    for (const { reject, stopListening, timer } of this.waiting.values()) {
      clearTimeout(timer);
      stopListening();
      reject(failure);
    }
    this.waiting.clear();
    this.holdParent();
    this.onFailure(failure);
  }

  /** Ends it in order; nothing waits for it. */
  retire(): void {
    this.failure = processEnded(this.directory, 'it was idle');
    this.channel.destroy();
    this.child.unref();
  }

  private abandon(waiting: Waiting): void {
    waiting.abandoned = true;
    waiting.into = null;
    waiting.timer?.unref();
    this.holdParent();
  }

  private watch(waiting: Waiting, request: FileRequest): void {
    const ms = deadlineOf(request.op);
    const late = () => this.end(noAnswer(this.directory, ms / 1000, nameOf(request)));
    waiting.timer = setTimeout(() => {
      waiting.timer = setTimeout(late, GRACE_MS);
      if (waiting.abandoned) waiting.timer.unref();
    }, ms);
  }

  private listen(): void {
    const { channel, child } = this;
    const reader = new FrameReader(
      (id, bytes) => {
        const into = this.waiting.get(id)?.into ?? null;
        return into !== null && into.length >= bytes ? into : null;
      },
      (frame) => this.settle(frame),
    );
    channel.on('data', (chunk) => reader.take(chunk));
    channel.on('error', () => undefined);
    child.stderr?.on('data', (chunk: Buffer) => (this.errors = (this.errors + chunk.toString()).slice(-KEPT_ERRORS)));
    child.once('error', (cause) => this.end(processEnded(this.directory, 'it could not be started', cause)));
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      this.end(processEnded(this.directory, how, this.errors === '' ? undefined : new Error(this.errors)));
    });
  }

  private settle({ id, head, body }: Frame): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.stopListening();
    this.holdParent();
    const reply = head as FileReply;
    if ('answer' in reply) waiting.resolve({ answer: reply.answer, body });
    else waiting.reject(fileError(reply.failure.code, reply.failure.message));
  }

  /** Only what is waited for keeps this process running. */
  private holdParent(): void {
    const hold = [...this.waiting.values()].some(({ abandoned }) => !abandoned) ? 'ref' : 'unref';
    this.channel[hold]();
    if (hold === 'unref') this.child.unref();
    else this.child.ref();
    (this.child.stderr as Socket | null)?.unref();
  }
}

function nameOf(request: FileRequest): string {
  const about = 'path' in request ? request.path : 'folder' in request ? request.folder : '';
  switch (request.op) {
    case 'list':
      return `listing ${about === '' ? 'it' : about}`;
    case 'look':
    case 'open':
      return `looking at ${about}`;
    case 'make-folder':
    case 'create':
      return `creating ${about}`;
    case 'read':
      return 'reading from a file';
    case 'write':
      return 'writing to a file';
    case 'sync':
      return 'getting what was written onto the disk';
    case 'close':
      return 'closing a file';
    case 'rename':
      return `naming ${request.to}`;
    case 'remove':
    case 'remove-folders':
      return `deleting ${about}`;
    case 'real-place':
      return 'looking where it is';
    case 'is-there':
      return 'looking whether it is there';
    case 'room':
      return 'asking for its free space';
    default:
      return request satisfies never;
  }
}

/** What it inherits: nothing secret, and no stream of ours, which a process that hangs would hold open. */
function startProcess(directory: string): ChildProcess {
  const script = join(/* turbopackIgnore: true */ dirname(fileURLToPath(import.meta.url)), 'file-process.ts');
  const { LD_LIBRARY_PATH, MALLOC_MMAP_THRESHOLD_ = '1000000', PATH } = process.env;
  return spawn(
    /* turbopackIgnore: true */ process.execPath,
    ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=1', script, directory],
    {
      cwd: '/',
      env: {
        MALLOC_MMAP_THRESHOLD_,
        UV_THREADPOOL_SIZE: '8',
        ...(PATH === undefined ? {} : { PATH }),
        ...(LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH }),
      } as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
}
