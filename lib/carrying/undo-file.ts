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
  private readonly handle: FileHandle;

  private constructor(path: string, handle: FileHandle, earlier: EarlierWrites) {
    this.path = path;
    this.handle = handle;
    this.earlier = earlier;
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
        const { earlier, bytes } = await readEarlier(path);
        await handle.truncate(bytes);
        await syncDirectory(directory);
        const file = new UndoFile(path, handle, earlier);
        if (earlier.interrupted.size > 0) await file.end({ ...(earlier.end ?? BEGINNING), notDone: null });
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
    });
  }

  end(end: EndOfWrites): Promise<void> {
    return onDisk(this.path, () => this.handle.appendFile(formatEnd(end)));
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

/** `bytes`: those of its complete lines. */
async function readEarlier(path: string): Promise<{ earlier: EarlierWrites; bytes: number }> {
  let end: EndOfWrites | null = null;
  let bytes = 0;
  const interrupted = new Set<string>();
  for await (const line of readUndoLines(path)) {
    bytes = line.next;
    if (line.kind === 'write') interrupted.add(keyOf(line.write));
    else {
      // An end that is not known leaves its writes open: the next run has them among its candidates.
      if (line.end.notDone !== null) interrupted.clear();
      end = line.end;
    }
  }
  return { earlier: { end, interrupted }, bytes };
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
