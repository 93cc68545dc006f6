import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { NotCarried } from '../contract/carried.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';

export const conflictFileOf = (directory: string): string =>
  join(/* turbopackIgnore: true */ directory, 'conflicts.ndjson');

/** The documents that were not written, a line of JSON each (`NotCarried`). Throws `disk`. */
export class ConflictFile {
  readonly path: string;
  bytes: number;
  private readonly handle: FileHandle;

  private constructor(path: string, handle: FileHandle, bytes: number) {
    this.path = path;
    this.handle = handle;
    this.bytes = bytes;
  }

  /** `bytes`: what an earlier run is known to have written; the rest is written again. */
  static async open(directory: string, bytes: number): Promise<ConflictFile> {
    const path = conflictFileOf(directory);
    let handle: FileHandle | undefined;
    try {
      handle = await openRegularFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, {
        mode: 0o600,
      });
      await handle.truncate(bytes);
      return new ConflictFile(path, handle, bytes);
    } catch (cause) {
      await handle?.close();
      throw cannotWrite(path, cause);
    }
  }

  async write(documents: readonly NotCarried[]): Promise<void> {
    if (documents.length === 0) return;
    const lines = Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
    try {
      await this.handle.appendFile(lines);
      await this.handle.datasync();
    } catch (cause) {
      throw cannotWrite(this.path, cause);
    }
    this.bytes += lines.length;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

const cannotWrite = (path: string, cause: unknown) =>
  new AppError(
    'disk',
    `The list of conflicts can't be written to ${path} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
    {
      cause,
      hint: 'Free space or correct the permissions, then resume: no conflict is lost.',
    },
  );
