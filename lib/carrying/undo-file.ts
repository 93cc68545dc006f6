import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf } from '../elasticsearch/read/match-documents.ts';
import { AppError, isAppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { makeDirectory } from '../make-folder.ts';
import { formatEnd, formatWrite, readUndoLines, type EndOfWrites } from './undo-lines.ts';
import type { Candidate, Write } from './write.ts';

export const undoFileOf = (directory: string): string => join(/* turbopackIgnore: true */ directory, 'undo.ndjson');

/** What an earlier run of the same job left in its undo file. */
export interface EarlierWrites {
  end: EndOfWrites | null;
  /** Keys of the writes that it began and did not end. */
  interrupted: ReadonlySet<string>;
}

/**
 * The record of what a job writes, on disk before each bulk request: what was there before, so that it can be put back, and
 * how far the job has come, so that it can be resumed. Throws `disk`.
 */
export class UndoFile {
  readonly path: string;
  readonly earlier: EarlierWrites;
  /** It has writes that happened, or may have happened. */
  hasWrites: boolean;
  private readonly handle: FileHandle;
  /** Writes since the last end. */
  private begun = 0;

  private constructor(path: string, handle: FileHandle, { earlier, hasWrites }: Recorded) {
    this.path = path;
    this.handle = handle;
    this.earlier = earlier;
    this.hasWrites = hasWrites;
  }

  /** Creates the directory and the file, or continues with that of an earlier run. */
  static async open(directory: string): Promise<UndoFile> {
    const path = undoFileOf(directory);
    return onDisk(path, async () => {
      await makeDirectory(directory, 0o700);
      const handle = await openRegularFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, {
        mode: 0o600,
      });
      try {
        const recorded = await readRecorded(path);
        await handle.truncate(recorded.bytes);
        await syncDirectory(directory);
        const file = new UndoFile(path, handle, recorded);
        if (recorded.isOpen) await file.end({ ...(recorded.earlier.end ?? BEGINNING), notDone: null });
        return file;
      } catch (error) {
        await handle.close();
        throw error;
      }
    });
  }

  /** Before the request: on disk when it resolves. */
  begin(writes: readonly { candidate: Candidate; write: Write }[]): Promise<void> {
    return onDisk(this.path, async () => {
      await this.handle.appendFile(
        Buffer.concat(writes.flatMap(({ candidate, write }) => formatWrite(candidate, write))),
      );
      await this.handle.datasync();
      this.begun += writes.length;
    });
  }

  end(end: EndOfWrites): Promise<void> {
    return onDisk(this.path, async () => {
      await this.handle.appendFile(formatEnd(end));
      this.hasWrites ||= this.begun > (end.notDone?.length ?? 0);
      this.begun = 0;
    });
  }

  async close(): Promise<void> {
    await this.handle.sync().catch(() => undefined);
    await this.handle.close();
  }
}

/** So that the file itself is there after a power failure. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const BEGINNING = {
  position: null,
  counts: { added: 0, changed: 0, deleted: 0, already: 0, conflicts: 0, rejected: 0, leftOut: 0 },
  conflictBytes: 0,
};

interface Recorded {
  earlier: EarlierWrites;
  hasWrites: boolean;
  /** Its last writes have no end. */
  isOpen: boolean;
  /** Those of its complete lines. */
  bytes: number;
}

async function readRecorded(path: string): Promise<Recorded> {
  let end: EndOfWrites | null = null;
  let bytes = 0;
  let hasWrites = false;
  const interrupted = new Set<string>();
  let batch: string[] = [];
  for await (const line of readUndoLines(path)) {
    bytes = line.next;
    if (line.kind === 'write') {
      batch.push(keyOf(line.write));
      continue;
    }
    end = line.end;
    hasWrites ||= batch.length > (end.notDone?.length ?? 0);
    // The next run has writes whose end is not known among its candidates, perhaps not in one batch.
    for (const key of batch)
      if (end.notDone === null) interrupted.add(key);
      else interrupted.delete(key);
    batch = [];
  }
  for (const key of batch) interrupted.add(key);
  const isOpen = batch.length > 0;
  return { earlier: { end, interrupted }, hasWrites: hasWrites || isOpen, isOpen, bytes };
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError(
      'disk',
      `The undo file ${path} can't be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      {
        cause,
        hint: 'Nothing is written to the index without it. Free space or correct the permissions, then resume.',
      },
    );
  }
}
