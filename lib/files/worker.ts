import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { AppError } from '../errors.ts';
import { programFile } from '../places.mjs';
import { FrameReader, sendFrame, type Frame } from './frames.ts';
import { fileError } from './file-error.ts';
import { unresponsive, processEnded } from './unresponsive.ts';
import type { FileResults, FileReply, FileRequest } from './protocol.ts';

/** Timeouts of requests that wait for the disk to write, or read thousands of files. */
const SLOW_TIMEOUTS_MS = {
  sync: 120_000,
  rename: 120_000,
  publish: 120_000,
  remove: 120_000,
  close: 120_000,
  list: 60_000,
} as const;
const DATA_TIMEOUT_MS = 30_000;
const METADATA_TIMEOUT_MS = 20_000;
/** Added, because this process may have been too busy to read a reply that has arrived. */
const GRACE_MS = 1_000;
const CHANNEL = 3;
const MAX_STDERR_CHARACTERS = 2_000;

function timeoutOf(op: FileRequest['op']): number {
  if (op in SLOW_TIMEOUTS_MS) return SLOW_TIMEOUTS_MS[op as keyof typeof SLOW_TIMEOUTS_MS];
  return op === 'read' || op === 'write' ? DATA_TIMEOUT_MS : METADATA_TIMEOUT_MS;
}

interface PendingRequest {
  resolve: (reply: { result: object; body: Buffer }) => void;
  reject: (error: unknown) => void;
  timer: NodeJS.Timeout | undefined;
  into: Buffer | null;
  /** Cancelled by its caller, but still subject to its timeout. */
  abandoned: boolean;
  stopListening: () => void;
}

/** `into`: the buffer for the reply's bytes. `signal`: when the caller stops waiting. */
interface RequestOptions {
  body?: Buffer;
  into?: Buffer | null;
  signal?: AbortSignal | undefined;
}

type Result<Op extends FileRequest['op']> = FileResults[Op] & { body: Buffer };

/**
 * The parent's side of a process that does the file operations on one directory. The first request that exceeds its timeout
 * ends the process: it is killed and every pending request fails. Its exit is not awaited, because a process in a system call
 * that hangs does not exit.
 */
export class FileWorker {
  readonly directory: string;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  /** Why the process accepts no requests; null: it does. */
  failure: AppError | null = null;
  /** Open files. */
  open = 0;
  private readonly onFailure: (failure: AppError) => void;
  private readonly child: ChildProcess;
  private readonly channel: Socket;
  private readonly pending = new Map<number, PendingRequest>();
  private lastId = 0;
  private stderr = '';

  constructor(directory: string, onFailure: (failure: AppError) => void) {
    this.directory = directory;
    this.onFailure = onFailure;
    this.child = startProcess(directory);
    this.channel = this.child.stdio[CHANNEL] as Socket;
    this.exited = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
    this.listen();
    this.updateReferences();
  }

  get busy(): boolean {
    return this.pending.size > 0 || this.open > 0;
  }

  /** Throws AppError disk (`isUnresponsive`) and errors of the system with their code. */
  request<Op extends FileRequest['op']>(
    request: Extract<FileRequest, { op: Op }>,
    { body = Buffer.alloc(0), into = null, signal }: RequestOptions = {},
  ): Promise<Result<Op>> {
    if (this.failure !== null) return Promise.reject(this.failure);
    const id = (this.lastId = (this.lastId + 1) % 2 ** 32);
    return new Promise((resolve, reject) => {
      const pending: PendingRequest = {
        resolve: ({ result, body: bytes }) => resolve({ ...(result as FileResults[Op]), body: bytes }),
        reject,
        into,
        timer: undefined,
        abandoned: signal?.aborted ?? false,
        stopListening: () => signal?.removeEventListener('abort', onAbort),
      };
      const onAbort = () => this.abandon(pending);
      signal?.addEventListener('abort', onAbort);
      this.pending.set(id, pending);
      this.startTimer(pending, request);
      this.updateReferences();
      sendFrame(this.channel, { id, head: request, body });
    });
  }

  /** Every pending request fails. Does not wait for the process. */
  end(failure: AppError): void {
    if (this.failure !== null) return;
    this.failure = failure;
    this.child.kill('SIGKILL');
    this.channel.destroy();
    for (const { reject, stopListening, timer } of this.pending.values()) {
      clearTimeout(timer);
      stopListening();
      reject(failure);
    }
    this.pending.clear();
    this.updateReferences();
    this.onFailure(failure);
  }

  /** Ends an idle process. */
  retire(): void {
    this.failure = processEnded(this.directory, 'it was idle');
    this.channel.destroy();
    this.child.unref();
  }

  private abandon(pending: PendingRequest): void {
    pending.abandoned = true;
    pending.into = null;
    pending.timer?.unref();
    this.updateReferences();
  }

  private startTimer(pending: PendingRequest, request: FileRequest): void {
    const ms = timeoutOf(request.op);
    const onTimeout = () => this.end(unresponsive(this.directory, ms / 1000, describeRequest(request)));
    pending.timer = setTimeout(() => {
      pending.timer = setTimeout(onTimeout, GRACE_MS);
      if (pending.abandoned) pending.timer.unref();
    }, ms);
  }

  private listen(): void {
    const { channel, child } = this;
    const reader = new FrameReader(
      (id, bytes) => {
        const into = this.pending.get(id)?.into ?? null;
        return into !== null && into.length >= bytes ? into : null;
      },
      (frame) => this.settle(frame),
    );
    channel.on('data', (chunk) => reader.take(chunk));
    channel.on('error', () => undefined);
    child.stderr?.on(
      'data',
      (chunk: Buffer) => (this.stderr = (this.stderr + chunk.toString()).slice(-MAX_STDERR_CHARACTERS)),
    );
    child.once('error', (cause) => this.end(processEnded(this.directory, 'it could not be started', cause)));
    child.once('exit', (code, signal) => {
      const reason = signal ?? `exit code ${code}`;
      this.end(processEnded(this.directory, reason, this.stderr === '' ? undefined : new Error(this.stderr)));
    });
  }

  private settle({ id, head, body }: Frame): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.pending.delete(id);
    clearTimeout(pending.timer);
    pending.stopListening();
    this.updateReferences();
    const reply = head as FileReply;
    if ('result' in reply) pending.resolve({ result: reply.result, body });
    else pending.reject(fileError(reply.failure.code, reply.failure.message));
  }

  /** Only requests that a caller waits for keep this process running. */
  private updateReferences(): void {
    const method = [...this.pending.values()].some(({ abandoned }) => !abandoned) ? 'ref' : 'unref';
    this.channel[method]();
    if (method === 'unref') this.child.unref();
    else this.child.ref();
    (this.child.stderr as Socket | null)?.unref();
  }
}

const targetOf = (request: FileRequest): string =>
  'path' in request ? request.path : 'folder' in request ? request.folder : '';

function describeRequest(request: FileRequest): string {
  const target = targetOf(request);
  switch (request.op) {
    case 'list':
      return `listing ${target === '' ? 'it' : target}`;
    case 'stat':
    case 'open':
      return `looking at ${target}`;
    case 'make-folder':
    case 'create':
      return `creating ${target}`;
    case 'read':
      return 'reading from a file';
    case 'write':
      return 'writing to a file';
    case 'sync':
      return 'writing the data to the disk';
    case 'close':
      return 'closing a file';
    case 'rename':
    case 'publish':
      return `naming ${request.to}`;
    case 'remove':
    case 'remove-folders':
      return `deleting ${target}`;
    case 'real-place':
      return 'finding its location';
    case 'exists':
      return 'checking whether it exists';
    case 'obstacle':
      return 'checking whether it can be written to';
    case 'free-space':
      return 'reading its free space';
    default:
      return request satisfies never;
  }
}

/** Inherits no secrets, and none of our streams, which a process that hangs would keep open. */
function startProcess(directory: string): ChildProcess {
  const { LD_LIBRARY_PATH, MALLOC_MMAP_THRESHOLD_ = '1000000', PATH } = process.env;
  return spawn(
    /* turbopackIgnore: true */ process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=1',
      programFile('lib/files/file-process'),
      directory,
    ],
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
