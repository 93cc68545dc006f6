import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RejectedDocument } from '../contract/load-outcome.ts';
import { AppError, isAppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { eachMember, isKey } from '../json/members.ts';
import { MORE } from '../json/skip-value.ts';
import { makeDirectory } from '../make-folder.ts';

export interface RejectedEntry {
  rejection: RejectedDocument;
  /** The action as it was sent. */
  action: Buffer;
  source: Buffer;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

export const REJECTED_FILE = 'rejected.ndjson';

/**
 * The documents that the cluster rejected, one JSON object per line: its line in the backup, the reason, and the document
 * as it was sent, so that it can be sent again. The source is the object's last member, byte for byte. Throws
 * `disk` where the file can't be written.
 */
export class RejectedFile {
  readonly path: string;
  private handle: FileHandle | null = null;
  private readonly directory: string;

  constructor(directory: string, name = REJECTED_FILE) {
    this.directory = directory;
    this.path = join(/* turbopackIgnore: true */ directory, name);
  }

  /** Before the first write: removes the documents after this line of the backup, and a line that a crash left incomplete. */
  async truncateAfter(line: number): Promise<void> {
    try {
      const file = await openRegularFile(this.path, constants.O_RDWR);
      try {
        await file.truncate(await bytesUpTo(file, line));
      } finally {
        await file.close();
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw this.diskError(cause);
    }
  }

  /** Appends; creates the file and its directory for the first document. */
  async write(entries: readonly RejectedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    try {
      if (this.handle === null) {
        await makeDirectory(this.directory, 0o700);
        this.handle = await openRegularFile(this.path, APPEND, { mode: 0o640 });
      }
      const parts = entries.flatMap(({ rejection, action, source }) => [
        Buffer.from(`${JSON.stringify(rejection).slice(0, -1)},"action":`),
        action,
        Buffer.from(',"source":'),
        source,
        Buffer.from('}\n'),
      ]);
      await this.handle.appendFile(Buffer.concat(parts));
    } catch (cause) {
      throw this.diskError(cause);
    }
  }

  private diskError(cause: unknown): AppError {
    if (isAppError(cause)) return cause;
    return new AppError(
      'disk',
      `The rejected documents can't be written to ${this.path} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      { cause, hint: 'Free space or correct the permissions, then resume: no rejected document is lost.' },
    );
  }

  async close(): Promise<void> {
    await this.handle?.sync().catch(() => undefined);
    await this.handle?.close();
    this.handle = null;
  }
}

/** The number of bytes before the first line that is incomplete or about a later line of the backup. */
async function bytesUpTo(file: FileHandle, line: number): Promise<number> {
  let retained = 0;
  let head = '';
  let chunkStart = 0;
  for await (const data of file.createReadStream({ autoClose: false, start: 0, highWaterMark: CHUNK_BYTES })) {
    const chunk = data as Buffer;
    for (let start = 0; start < chunk.length;) {
      const lineBreak = chunk.indexOf(LINE_BREAK, start);
      const end = lineBreak === -1 ? chunk.length : lineBreak;
      if (head.length < HEAD_BYTES) head += chunk.toString('latin1', start, Math.min(end, start + HEAD_BYTES));
      if (lineBreak === -1) break;
      if (!(Number(/^\{"line":(\d+),/.exec(head)?.[1] ?? Infinity) <= line)) return retained;
      retained = chunkStart + lineBreak + 1;
      head = '';
      start = lineBreak + 1;
    }
    chunkStart += chunk.length;
  }
  return retained;
}

const LINE_BREAK = 0x0a;
const CHUNK_BYTES = 512 * 1024;
/** Enough for `{"line":9007199254740991,`. */
const HEAD_BYTES = 32;

/** One line of the file: `line` is that of the backup; the bounds are in `bytes`. */
export interface RejectedLine {
  bytes: Buffer;
  line: number;
  actionStart: number;
  actionEnd: number;
  sourceStart: number;
  sourceEnd: number;
}

/** The documents of the file, in order. Throws `not_found`, and `backup_damaged` for a line in another form. */
export async function* readRejectedFile(path: string): AsyncGenerator<RejectedLine> {
  let rest: Buffer = Buffer.alloc(0);
  const file = await openRegularFile(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw new AppError(
      'not_found',
      `The file of the rejected documents can’t be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)}, ${path}).`,
      { cause, hint: 'Start the restore again: it sends every document once more.' },
    );
  });
  for await (const chunk of file.createReadStream({ highWaterMark: CHUNK_BYTES })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_BREAK, start); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
      yield parseLine(bytes, start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0)
    throw new AppError('backup_damaged', `${path} ends in the middle of a line.`, { hint: 'Start the restore again.' });
}

/** Throws `backup_damaged`. */
function parseLine(bytes: Buffer, start: number, end: number): RejectedLine {
  const parsed: RejectedLine = { bytes, line: 0, actionStart: -1, actionEnd: -1, sourceStart: -1, sourceEnd: -1 };
  const after = eachMember(bytes, start, end, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    if (isKey(bytes, keyStart, keyEnd, 'line')) parsed.line = Number(bytes.toString('latin1', valueStart, valueEnd));
    else if (isKey(bytes, keyStart, keyEnd, 'action')) {
      parsed.actionStart = valueStart;
      parsed.actionEnd = valueEnd;
    } else if (isKey(bytes, keyStart, keyEnd, 'source')) {
      parsed.sourceStart = valueStart;
      parsed.sourceEnd = valueEnd;
    }
  });
  if (after === MORE || parsed.actionStart === -1 || parsed.sourceStart === -1)
    throw new AppError('backup_damaged', 'A line of the rejected documents is not one that Restore Desk wrote.');
  return parsed;
}
