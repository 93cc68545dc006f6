import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipArchive } from 'archiver';
import { AppError, cancelled } from '../errors.ts';

/** One file of a zip. */
export interface ZipPart {
  /** Within the zip, with `/`. */
  name: string;
  modifiedAt: Date;
  /** `store`: not compressed again. */
  method: 'store' | 'deflate';
  /** Called when its turn comes. What it throws, also while it is read, ends the whole zip with that error. */
  content: Buffer | ((signal: AbortSignal) => AsyncIterable<Buffer>);
}

/** Of bytes between the file and the client; a few buffers have this size. */
const BUFFER_BYTES = 256 * 1024;
const LEVEL = 6;

/**
 * A zip, written while it is read: a part is opened when the one before it has ended, and read as fast as the zip is. An error of any
 * part destroys the stream, so what was sent is no valid zip. When the stream is destroyed, or `signal` aborted, the part that is
 * open is closed, and no other one is opened. `comment`: ASCII.
 */
export const zipStream = (
  parts: AsyncIterable<ZipPart> | Iterable<ZipPart>,
  signal: AbortSignal,
  comment = '',
): Readable => Readable.from(piecesOf(parts, signal, comment), { objectMode: false, highWaterMark: BUFFER_BYTES });

async function* piecesOf(
  parts: AsyncIterable<ZipPart> | Iterable<ZipPart>,
  signal: AbortSignal,
  comment: string,
): AsyncGenerator<Buffer> {
  const stop = new AbortController();
  const archive = new ZipArchive({ comment, highWaterMark: BUFFER_BYTES, zlib: { level: LEVEL } });
  let failure: Error | null = null;
  const fail = (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    stop.abort();
    archive.destroy(failure);
  };
  // A warning is a file that is left out: never without a word.
  archive.on('error', fail).on('warning', fail);
  const fed = feed({ archive, fail, signal: AbortSignal.any([signal, stop.signal]) }, parts).catch(fail);
  try {
    for await (const piece of archive) yield piece as Buffer;
    await fed;
    if (failure !== null) throw failure as Error;
  } catch (error) {
    // The first cause, not what it made of the archive.
    throw signal.aborted ? cancelled() : (failure ?? error);
  } finally {
    stop.abort();
    archive.destroy();
  }
}

interface Writing {
  archive: ZipArchive;
  fail: (error: unknown) => void;
  signal: AbortSignal;
}

async function feed(writing: Writing, parts: AsyncIterable<ZipPart> | Iterable<ZipPart>): Promise<void> {
  for await (const part of parts) {
    if (writing.signal.aborted) throw cancelled();
    await append(writing, part);
  }
  await writing.archive.finalize();
}

/** Resolves when the archive has taken the part's last byte. One at a time: archiver truncates streams that wait for their turn. */
async function append({ archive, fail, signal }: Writing, part: ZipPart): Promise<void> {
  const { content, method, modifiedAt, name } = part;
  const source = Buffer.isBuffer(content)
    ? content
    : Readable.from(untilFailure(content(signal), fail), { objectMode: false, highWaterMark: BUFFER_BYTES });
  const taken = once(archive, 'entry', { signal });
  try {
    archive.append(source, { name, date: modifiedAt, store: method === 'store', mode: 0o644 });
    await taken;
  } finally {
    if (!Buffer.isBuffer(source)) source.destroy();
  }
}

/**
 * Ends where the pieces fail, after telling so: an error of a source is emitted once more by a stream within archiver on which nothing
 * listens any longer, and would end the process.
 */
async function* untilFailure(pieces: AsyncIterable<Buffer>, fail: Writing['fail']): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    fail(error);
  }
}

/** Exactly so many bytes. Throws `disk` for fewer or more: `what` changed while it was read. */
export async function* exactly(pieces: AsyncIterable<Buffer>, bytes: number, what: string): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const piece of pieces) {
    read += piece.length;
    if (read > bytes) break;
    yield piece;
  }
  if (read !== bytes)
    throw new AppError('disk', `${what} has changed while it was read.`, { hint: 'Download it again.' });
}
