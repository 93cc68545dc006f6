import { crc32 } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { File } from 'unzipper';
import { backupDamaged } from '../archive/damaged.ts';
import { cancelled, isAppError } from '../errors.ts';
import type { ZipSource } from './zip-source.ts';

/** Without any data. Reading a file has a shorter timeout of its own. */
const STALL_MS = 90_000;

/**
 * The bytes of an entry, to its end. `unzipper` checks neither size nor CRC-32: both are checked here, the size while it
 * streams, so that nothing unpacks to more than its header says. Throws `backup_damaged`, `disk`, `cancelled`.
 */
export async function* readEntry(source: ZipSource, file: File, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (signal.aborted) throw cancelled();
  const stream: Readable = file.stream();
  // For its whole life: it may emit an error after its reader has left, which would end the process.
  stream.on('error', () => undefined);
  const onAbort = () => stream.destroy(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  source.failed().catch((error: Error) => stream.destroy(error));
  let bytes = 0;
  let crc = 0;
  try {
    for await (const chunk of withoutStalls(stream)) {
      bytes += chunk.length;
      if (bytes > file.uncompressedSize)
        throw backupDamaged(`It unpacks to more than the ${file.uncompressedSize} bytes that its header says`);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw isAppError(error) ? error : backupDamaged(`It can’t be unpacked after byte ${bytes}`);
  } finally {
    signal.removeEventListener('abort', onAbort);
    stream.destroy();
    source.closeStreams();
  }
  if (bytes !== file.uncompressedSize)
    throw backupDamaged(`It unpacks to ${bytes} of the ${file.uncompressedSize} bytes that its header says`);
  if (crc !== file.crc32) throw backupDamaged('It is damaged: its CRC-32 does not match');
}

async function* withoutStalls(stream: Readable): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const timer = setTimeout(() => stream.destroy(new Error('no data')), STALL_MS);
    const { done, value } = await chunks.next().finally(() => clearTimeout(timer));
    if (done === true) return;
    yield value;
  }
}
