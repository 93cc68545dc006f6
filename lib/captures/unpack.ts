import type { CaptureFile, Problem } from './found.ts';
import { Inflater } from './inflate.ts';

/** What is known of a file when `unpack` has ended. */
export interface Unpacked {
  gzip: boolean;
  /** What is wrong with the gzip data, behind all that was unpacked. */
  problem: Problem | null;
}

/** Small, because a thousand times as many bytes may come out. */
const FEED_BYTES = 16 * 1024;
const EARLY: Problem = { kind: 'cut', why: 'The gzip data ends early.' };
const DAMAGED: Problem = { kind: 'malformed', why: 'The gzip data is damaged from here on.' };
const SHORTER: Problem = { kind: 'cut', why: 'The file became shorter while it was read.' };
const OTHER_BYTES: Problem = { kind: 'malformed', why: 'Bytes that are no gzip data follow the gzip data.' };

/**
 * The bytes of a file, unpacked where it begins like gzip, whatever its name is. Damaged gzip data is not thrown: what
 * can be unpacked before the damage is returned. `onBytes` is called with numbers of stored bytes.
 */
export async function* unpack(
  file: CaptureFile,
  unpacked: Unpacked,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const stored = withoutShortBeginning(file.open(signal));
  const first = await stored.next();
  if (first.done) return;
  unpacked.gzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const inflater = unpacked.gzip ? new Inflater() : null;
  const progress: Progress = { fedBytes: 0, outBytes: 0 };
  try {
    let storedBytes = 0;
    for (let next: IteratorResult<Buffer, void> = first; !next.done; next = await stored.next()) {
      storedBytes += next.value.length;
      if (inflater === null) yield next.value;
      else yield* inflatePieces(inflater, next.value, progress, unpacked);
      onBytes(next.value.length);
      if (inflater?.end === 'damaged') {
        yield* inflateAgain(file, progress, signal);
        unpacked.problem = DAMAGED;
        return;
      }
    }
    if (storedBytes < file.bytes) unpacked.problem = SHORTER;
    if (inflater === null) return;
    yield* await inflater.close();
    if (inflater.end === 'early') unpacked.problem = EARLY;
  } finally {
    inflater?.destroy();
    await stored.return(undefined);
  }
}

interface Progress {
  fedBytes: number;
  outBytes: number;
}

async function* inflatePieces(
  inflater: Inflater,
  bytes: Buffer,
  progress: Progress,
  unpacked: Unpacked,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += FEED_BYTES) {
    const piece = bytes.subarray(at, at + FEED_BYTES);
    for (const out of await inflater.feed(piece)) {
      progress.outBytes += out.length;
      yield out;
    }
    if (inflater.end === 'damaged') return;
    progress.fedBytes += piece.length;
    const unused = inflater.end === 'whole' ? progress.fedBytes - inflater.usedBytes : 0;
    if (piece.subarray(Math.max(0, piece.length - unused)).some((byte) => byte !== 0)) unpacked.problem = OTHER_BYTES;
  }
}

/**
 * zlib drops what it unpacked in the call that found the damage. So everything is unpacked a second time, and from the
 * damaged piece on byte by byte. Returns what the first time did not.
 */
async function* inflateAgain(file: CaptureFile, progress: Progress, signal: AbortSignal): AsyncGenerator<Buffer> {
  const inflater = new Inflater();
  const end = Math.min(file.bytes, progress.fedBytes + FEED_BYTES);
  let [fedBytes, known] = [0, progress.outBytes];
  try {
    for await (const bytes of file.open(signal, { end })) {
      for (let at = 0; at < bytes.length && inflater.end === null;) {
        const ordinary = Math.min(FEED_BYTES, progress.fedBytes - fedBytes);
        const piece = bytes.subarray(at, at + Math.max(1, ordinary));
        for (const out of await inflater.feed(piece)) {
          const skipped = Math.min(known, out.length);
          known -= skipped;
          if (skipped < out.length) yield out.subarray(skipped);
        }
        at += piece.length;
        fedBytes += piece.length;
      }
    }
  } finally {
    inflater.destroy();
  }
}

/** The first chunk holds at least two bytes, unless the file has less. */
async function* withoutShortBeginning(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let beginning: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (beginning === null) yield chunk;
    else {
      beginning = beginning.length === 0 ? chunk : Buffer.concat([beginning, chunk]);
      if (beginning.length < 2) continue;
      yield beginning;
      beginning = null;
    }
  }
  if (beginning !== null && beginning.length > 0) yield beginning;
}
