import { resolve } from 'node:path';
import { processGlobal } from '../process-wide.ts';
import { abortable } from '../abortable.ts';
import { MOST_BYTES, type FileAnswers, type FileFacts, type FolderEntry } from './protocol.ts';
import type { RealPlace } from './real-place.ts';
import { withReadAhead } from './read-ahead.ts';
import { WatchedWorker } from './watched-worker.ts';
import type { FileWorker } from './worker.ts';

/** A file to read from, as far as a zip needs one. */
export interface ReadableFile {
  /** Fewer bytes than were asked for only at the end of the file. */
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    signal?: AbortSignal,
  ): Promise<{ bytesRead: number }>;
}

export interface OpenedFile extends ReadableFile {
  readonly facts: FileFacts;
  /** Does not wait for a directory that hangs. */
  close(): void;
}

/** A file that this process alone writes. */
export interface NewFile {
  /** All of it. */
  write(buffer: Buffer, position: number): Promise<void>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  /** In the same folder; throws EEXIST rather than overwrite. The names are on the disk when it returns. */
  rename(from: string, to: string): Promise<void>;
  close(): void;
}

/**
 * The file work on one directory, done by a process of its own (worker.ts). Paths are relative to it; no part of them may
 * be a link (ELOOP) unless `followLinks` says so. Everything throws errors of the system with their `code`, codes of
 * protocol.ts, AppError disk where the directory does not answer (`isNoAnswer`), and `cancelled` as soon as the signal is aborted.
 */
export interface Files {
  list(folder?: string): Promise<FolderEntry[]>;
  look(path: string, options?: { followLinks?: boolean }): Promise<FileAnswers['look']>;
  open(path: string, options?: { followLinks?: boolean }): Promise<OpenedFile>;
  /** The directory itself, too. Returns the topmost one made; null: all were there. */
  makeFolder(folder: string): Promise<string | null>;
  create(path: string): Promise<NewFile>;
  /** `bytes`: only where it is still of that size. */
  remove(path: string, bytes?: number): Promise<void>;
  /** The empty ones from `folder` up to what `makeFolder` made. */
  removeFolders(folder: string, made: string): Promise<void>;
  freeBytes(): Promise<number>;
  /** The directory itself, or a link in its place. */
  isThere(): Promise<boolean>;
  /** Where the directory really is (real-place.ts). */
  realPlace(): Promise<RealPlace>;
}

const workers = processGlobal('file-workers', () => new Map<string, WatchedWorker>());
/** Directories whose process may wait for the next request. A command line may name a hundred. */
const MOST_IDLE = 8;

function workerOf(directory: string): FileWorker {
  const known = workers().get(directory) ?? new WatchedWorker(directory);
  workers().delete(directory);
  workers().set(directory, known);
  const idle = [...workers().values()].filter((one) => one !== known && !one.busy);
  for (const one of idle.slice(0, Math.max(0, idle.length + 1 - MOST_IDLE))) one.endIdle();
  return known.get();
}

/** The files of a directory, for as long as the signal is not aborted. */
export function filesOf(directory: string, signal?: AbortSignal): Files {
  const root = resolve(directory);
  const ask = async <T>(work: (worker: FileWorker) => Promise<T>, undo?: (value: T) => unknown): Promise<T> =>
    abortable((async () => work(workerOf(root)))(), signal, undo);
  return {
    list: async (folder = '') =>
      (await ask((worker) => worker.ask<'list'>({ op: 'list', folder }, { signal }))).entries,
    look: (path, { followLinks = false } = {}) =>
      ask((worker) => worker.ask<'look'>({ op: 'look', path, followLinks }, { signal })),
    open: (path, { followLinks = false } = {}) =>
      ask(
        async (worker) => {
          const { handle, facts } = await worker.ask<'open'>({ op: 'open', path, followLinks }, { signal });
          return openedFile(worker, handle, facts, signal);
        },
        (file) => file.close(),
      ),
    makeFolder: async (folder) =>
      (await ask((worker) => worker.ask<'make-folder'>({ op: 'make-folder', folder }, { signal }))).made,
    create: (path) =>
      ask(
        async (worker) =>
          newFile(worker, (await worker.ask<'create'>({ op: 'create', path }, { signal })).handle, signal),
        (file) => {
          file.close();
          return filesOf(root).remove(path);
        },
      ),
    remove: async (path, bytes) => {
      await ask((worker) => worker.ask<'remove'>({ op: 'remove', path, bytes: bytes ?? null }, { signal }));
    },
    removeFolders: async (folder, made) => {
      await ask((worker) => worker.ask<'remove-folders'>({ op: 'remove-folders', folder, made }, { signal }));
    },
    freeBytes: async () => (await ask((worker) => worker.ask<'room'>({ op: 'room' }, { signal }))).freeBytes,
    realPlace: async () => (await ask((worker) => worker.ask<'real-place'>({ op: 'real-place' }, { signal }))).ways,
    isThere: async () => (await ask((worker) => worker.ask<'is-there'>({ op: 'is-there' }, { signal }))).there,
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
        const bytes = Math.min(MOST_BYTES, length - bytesRead);
        const into = buffer.subarray(offset + bytesRead, offset + bytesRead + bytes);
        const request = { op: 'read', handle, bytes, position: position + bytesRead } as const;
        const { body } = await abortable(worker.ask<'read'>(request, { into, signal: reading }), reading);
        if (body.length === 0) break;
        bytesRead += body.length;
      }
      return { bytesRead };
    }),
  };
}

function newFile(worker: FileWorker, handle: number, signal?: AbortSignal): NewFile {
  const sync = async (dataOnly: boolean) => {
    await abortable(worker.ask<'sync'>({ op: 'sync', handle, dataOnly }, { signal }), signal);
  };
  return {
    close: closeOf(worker, handle),
    sync: () => sync(false),
    datasync: () => sync(true),
    write: async (buffer, position) => {
      for (let at = 0; at < buffer.length; at += MOST_BYTES) {
        const body = buffer.subarray(at, at + MOST_BYTES);
        const request = { op: 'write', handle, position: position + at } as const;
        await abortable(worker.ask<'write'>(request, { body, signal }), signal);
      }
    },
    rename: async (from, to) => {
      await abortable(worker.ask<'rename'>({ op: 'rename', handle, from, to }, { signal }), signal);
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
    worker.ask<'close'>({ op: 'close', handle }).catch(() => undefined);
  };
}
