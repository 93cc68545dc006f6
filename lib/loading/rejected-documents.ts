import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { eachMember, isKey } from '../json/members.ts';
import { MORE } from '../json/skip-value.ts';
import { makeDirectory } from '../make-folder.ts';

export interface Rejection {
  line: number;
  id: string;
  status: number;
  type: string;
  reason: string;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

export const REJECTED_FILE = 'rejected.ndjson';

/**
 * What the cluster turned down, a JSON object a line: where it stood in the backup, why, and the document itself as it
 * was sent, so that it can be sent again. The source is the line's last member, byte for byte.
 */
export class RejectedFile {
  readonly path: string;
  private handle: FileHandle | null = null;
  private readonly directory: string;

  constructor(directory: string, name = REJECTED_FILE) {
    this.directory = directory;
    this.path = join(/* turbopackIgnore: true */ directory, name);
  }

  /** Before the first write: drops what stands behind this line of the backup, and a line that a crash left half written. */
  async keepUpTo(line: number): Promise<void> {
    try {
      const file = await openRegularFile(this.path, constants.O_RDWR);
      try {
        await file.truncate(await bytesUpTo(file, line));
      } finally {
        await file.close();
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw this.failed(cause);
    }
  }

  async write(rejections: readonly { rejection: Rejection; action: Buffer; source: Buffer }[]): Promise<void> {
    if (rejections.length === 0) return;
    try {
      if (this.handle === null) {
        await makeDirectory(this.directory, 0o700);
        this.handle = await openRegularFile(this.path, APPEND, { mode: 0o640 });
      }
      const parts = rejections.flatMap(({ rejection, action, source }) => [
        Buffer.from(`${JSON.stringify(rejection).slice(0, -1)},"action":`),
        action,
        Buffer.from(',"source":'),
        source,
        Buffer.from('}\n'),
      ]);
      await this.handle.appendFile(Buffer.concat(parts));
    } catch (cause) {
      throw this.failed(cause);
    }
  }

  private failed(cause: unknown): AppError {
    if (isAppError(cause)) return cause;
    return new AppError(
      'disk',
      `The rejected documents can't be written to ${this.path} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      { cause, hint: 'Free space or mend the permissions, then resume: no document is dropped unseen.' },
    );
  }

  async close(): Promise<void> {
    await this.handle?.sync().catch(() => undefined);
    await this.handle?.close();
    this.handle = null;
  }
}

/** Where the first line begins that is about a later line of the backup, or has no end. */
async function bytesUpTo(file: FileHandle, line: number): Promise<number> {
  let kept = 0;
  let head = '';
  let at = 0;
  for await (const some of file.createReadStream({ autoClose: false, start: 0, highWaterMark: 512 * 1024 })) {
    const chunk = some as Buffer;
    for (let start = 0; start < chunk.length;) {
      const found = chunk.indexOf(LINE_BREAK, start);
      const end = found === -1 ? chunk.length : found;
      if (head.length < HEAD_BYTES) head += chunk.toString('latin1', start, Math.min(end, start + HEAD_BYTES));
      if (found === -1) break;
      if (!(Number(/^\{"line":(\d+),/.exec(head)?.[1] ?? Infinity) <= line)) return kept;
      kept = at + found + 1;
      head = '';
      start = found + 1;
    }
    at += chunk.length;
  }
  return kept;
}

const LINE_BREAK = 0x0a;
/** `{"line":9007199254740991,` */
const HEAD_BYTES = 32;

export interface RejectedLine {
  bytes: Buffer;
  line: number;
  actionStart: number;
  actionEnd: number;
  sourceStart: number;
  sourceEnd: number;
}

/** The documents of such a file, in order. Throws `backup_damaged` for a line that is none of ours. */
export async function* readRejected(path: string): AsyncGenerator<RejectedLine> {
  let rest: Buffer = Buffer.alloc(0);
  const file = await openRegularFile(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw new AppError(
      'not_found',
      `The file of the rejected documents can’t be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)}, ${path}).`,
      { cause, hint: 'Start the restore again: it sends every document once more.' },
    );
  });
  for await (const chunk of file.createReadStream({ highWaterMark: 512 * 1024 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let at = 0;
    for (let end = bytes.indexOf(0x0a, at); end !== -1; end = bytes.indexOf(0x0a, at)) {
      yield readLine(bytes, at, end);
      at = end + 1;
    }
    rest = bytes.subarray(at);
  }
  if (rest.length > 0)
    throw new AppError('backup_damaged', `${path} ends in the middle of a line.`, { hint: 'Start the restore again.' });
}

function readLine(bytes: Buffer, start: number, end: number): RejectedLine {
  const found: RejectedLine = { bytes, line: 0, actionStart: -1, actionEnd: -1, sourceStart: -1, sourceEnd: -1 };
  const after = eachMember(bytes, start, end, (member) => {
    const { keyStart, keyEnd, valueStart, valueEnd } = member;
    if (isKey(bytes, keyStart, keyEnd, 'line')) found.line = Number(bytes.toString('latin1', valueStart, valueEnd));
    else if (isKey(bytes, keyStart, keyEnd, 'action')) {
      found.actionStart = valueStart;
      found.actionEnd = valueEnd;
    } else if (isKey(bytes, keyStart, keyEnd, 'source')) {
      found.sourceStart = valueStart;
      found.sourceEnd = valueEnd;
    }
  });
  if (after === MORE || found.actionStart === -1 || found.sourceStart === -1)
    throw new AppError('backup_damaged', 'A line of the rejected documents is not one that Restore Desk wrote.');
  return found;
}
