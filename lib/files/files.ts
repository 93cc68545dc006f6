import { resolve } from 'node:path';
import { processGlobal } from '../process-wide.ts';
import { abortable } from '../abortable.ts';
import { MAX_BYTES, type FileResults, type FileFacts, type FolderEntry, type FreeSpace } from './protocol.ts';
import type { RealPlace } from './real-place.ts';
import { withReadAhead } from './read-ahead.ts';
import { WorkerSupervisor } from './worker-supervisor.ts';
import type { FileWorker } from './worker.ts';

/** What the zip reader needs of a file. */
export interface ReadableFile {
  /** Reads fewer bytes than requested only at the end of the file. */
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    signal?: AbortSignal,
  ): Promise<{ bytesRead: number }>;
}

export interface OpenedFile extends ReadableFile {
  readonly facts: { readonly size: number };
  /** Does not wait for the directory. */
  close(): void;
}

/** A file that only this process writes. */
export interface NewFile {
  /** Writes the whole buffer. */
  write(buffer: Buffer, position: number): Promise<void>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  /** Within one folder. Throws EEXIST rather than overwrite. The new name is on the disk when this resolves. */
  rename(from: string, to: string): Promise<void>;
  close(): void;
}

/**
 * The file operations on one directory, in a process of their own (worker.ts). Paths are relative to it; no part of them may
 * be a link (ELOOP) without `followLinks`. All methods throw errors of the system with their `code`, the codes of
 * protocol.ts, AppError disk where the directory does not answer (`isUnresponsive`), and `cancelled` as soon as the signal
 * is aborted.
 */
export interface Files {
  list(folder?: string): Promise<FolderEntry[]>;
  stat(path: string, options?: { followLinks?: boolean }): Promise<FileResults['stat']>;
  open(path: string, options?: { followLinks?: boolean }): Promise<OpenedFile>;
  /** Also creates the directory itself. Returns the topmost created folder; null: all existed. */
  makeFolder(folder: string): Promise<string | null>;
  create(path: string): Promise<NewFile>;
  /**
   * Gives a file that was written here its name, in any folder that exists. Throws EEXIST, and never overwrites, also where two
   * processes choose the same name; CHANGED where `from` no longer is the file with this inode. The name is on the disk when
   * this resolves.
   */
  publish(from: string, to: string, ino: number): Promise<void>;
  /** `bytes`: throws CHANGED where the file no longer has this size. */
  remove(path: string, bytes?: number): Promise<void>;
  /** Removes empty folders, from `folder` up to `made`, the result of `makeFolder`. */
  removeFolders(folder: string, made: string): Promise<void>;
  freeBytes(): Promise<number>;
  space(): Promise<FreeSpace>;
  /** The code of the error with which writing into a folder would fail: EROFS, EACCES; null: none is known. */
  obstacle(folder?: string): Promise<string | null>;
  /** Whether the directory exists; a link in its place counts. */
  exists(): Promise<boolean>;
  /** The directory without links and mounts (real-place.ts). */
  realPlace(): Promise<RealPlace>;
}

const workers = processGlobal('file-workers', () => new Map<string, WorkerSupervisor>());
/** The most idle processes. A command line may name a hundred directories. */
const MAX_IDLE = 8;

function workerOf(directory: string): FileWorker {
  const worker = workers().get(directory) ?? new WorkerSupervisor(directory);
  workers().delete(directory);
  workers().set(directory, worker);
  const idle = [...workers().values()].filter((other) => other !== worker && !other.busy);
  for (const other of idle.slice(0, Math.max(0, idle.length + 1 - MAX_IDLE))) other.endIdle();
  return worker.get();
}

/** The files of a directory. `signal` cancels all operations, also on opened files. */
export function filesOf(directory: string, signal?: AbortSignal): Files {
  const root = resolve(directory);
  const request = async <T>(work: (worker: FileWorker) => Promise<T>, undo?: (value: T) => unknown): Promise<T> =>
    abortable((async () => work(workerOf(root)))(), signal, undo);
  return {
    list: async (folder = '') =>
      (await request((worker) => worker.request<'list'>({ op: 'list', folder }, { signal }))).entries,
    stat: (path, { followLinks = false } = {}) =>
      request((worker) => worker.request<'stat'>({ op: 'stat', path, followLinks }, { signal })),
    open: (path, { followLinks = false } = {}) =>
      request(
        async (worker) => {
          const { handle, facts } = await worker.request<'open'>({ op: 'open', path, followLinks }, { signal });
          return openedFile(worker, handle, facts, signal);
        },
        (file) => file.close(),
      ),
    makeFolder: async (folder) =>
      (await request((worker) => worker.request<'make-folder'>({ op: 'make-folder', folder }, { signal }))).made,
    create: (path) =>
      request(
        async (worker) =>
          newFile(worker, (await worker.request<'create'>({ op: 'create', path }, { signal })).handle, signal),
        (file) => {
          file.close();
          return filesOf(root).remove(path);
        },
      ),
    publish: async (from, to, ino) => {
      await request((worker) => worker.request<'publish'>({ op: 'publish', from, to, ino }, { signal }));
    },
    remove: async (path, bytes) => {
      await request((worker) => worker.request<'remove'>({ op: 'remove', path, bytes: bytes ?? null }, { signal }));
    },
    removeFolders: async (folder, made) => {
      await request((worker) => worker.request<'remove-folders'>({ op: 'remove-folders', folder, made }, { signal }));
    },
    freeBytes: async () =>
      (await request((worker) => worker.request<'free-space'>({ op: 'free-space' }, { signal }))).freeBytes,
    space: async () => {
      const { freeBytes, inodes, totalBytes } = await request((worker) =>
        worker.request<'free-space'>({ op: 'free-space' }, { signal }),
      );
      return { freeBytes, totalBytes, inodes };
    },
    obstacle: async (folder = '') =>
      (await request((worker) => worker.request<'obstacle'>({ op: 'obstacle', folder }, { signal }))).code,
    realPlace: async () =>
      (await request((worker) => worker.request<'real-place'>({ op: 'real-place' }, { signal }))).identities,
    exists: async () => (await request((worker) => worker.request<'exists'>({ op: 'exists' }, { signal }))).there,
  };
}

function openedFile(worker: FileWorker, handle: number, facts: FileFacts, signal?: AbortSignal): OpenedFile {
  const close = closeOf(worker, handle);
  return {
    facts,
    close,
    read: withReadAhead(async (buffer, offset, length, position, reading = signal) => {
      let bytesRead = 0;
      while (bytesRead < length) {
        const bytes = Math.min(MAX_BYTES, length - bytesRead);
        const into = buffer.subarray(offset + bytesRead, offset + bytesRead + bytes);
        const request = { op: 'read', handle, bytes, position: position + bytesRead } as const;
        const { body } = await abortable(worker.request<'read'>(request, { into, signal: reading }), reading);
        if (body.length === 0) break;
        bytesRead += body.length;
      }
      return { bytesRead };
    }),
  };
}

function newFile(worker: FileWorker, handle: number, signal?: AbortSignal): NewFile {
  const sync = async (dataOnly: boolean) => {
    await abortable(worker.request<'sync'>({ op: 'sync', handle, dataOnly }, { signal }), signal);
  };
  return {
    close: closeOf(worker, handle),
    sync: () => sync(false),
    datasync: () => sync(true),
    write: async (buffer, position) => {
      for (let at = 0; at < buffer.length; at += MAX_BYTES) {
        const body = buffer.subarray(at, at + MAX_BYTES);
        const request = { op: 'write', handle, position: position + at } as const;
        await abortable(worker.request<'write'>(request, { body, signal }), signal);
      }
    },
    rename: async (from, to) => {
      await abortable(worker.request<'rename'>({ op: 'rename', handle, from, to }, { signal }), signal);
    },
  };
}

function closeOf(worker: FileWorker, handle: number): () => void {
  worker.open++;
  let closed = false;
  return () => {
    if (closed) return;
    closed = true;
    worker.open--;
    worker.request<'close'>({ op: 'close', handle }).catch(() => undefined);
  };
}
