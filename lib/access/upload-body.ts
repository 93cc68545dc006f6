import type { IncomingMessage } from 'node:http';
import { AppError, cancelled } from '../errors.ts';
import { formatBytes } from '../format.ts';

/** Without a byte. */
const IDLE_MS = 60_000;
/** Below 1 kB/s no upload is useful. Over two minutes of waiting: a proxy sends what it has buffered at a time. */
const WINDOW_MS = 120_000;
const LEAST_IN_WINDOW_BYTES = 120 * 1000;

const tooSlow = () =>
  new AppError('timed_out', 'The upload was too slow, and was ended.', {
    hint: 'Nothing of it is kept. Upload it from a place with a better connection, or import it with `restore-desk import`.',
  });

export const tooLarge = (most: number) =>
  new AppError('refused', `The file is larger than the ${formatBytes(most)} that may be uploaded.`, {
    hint: 'Import it with `restore-desk import` on the server, or ask an administrator to raise `import.maxUpload`.',
    details: { tooLarge: true },
  });

/**
 * The body of an upload, with back pressure: the client sends only what is read. Throws `refused` beyond `mostBytes`, `timed_out`
 * for a client that is too slow, `cancelled` where it disconnects before the end. Time in which the body is not read does not count.
 */
export async function* readUpload(request: IncomingMessage, mostBytes: number): AsyncGenerator<Buffer> {
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let bytes = 0;
  const window = { waitedMs: 0, bytes: 0 };
  try {
    for (;;) {
      const startedMs = performance.now();
      const { done, value } = await nextWithin(chunks, IDLE_MS);
      if (done === true) break;
      bytes += value.length;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      window.waitedMs += performance.now() - startedMs;
      window.bytes += value.length;
      if (window.waitedMs >= WINDOW_MS) {
        if (window.bytes < LEAST_IN_WINDOW_BYTES) throw tooSlow();
        Object.assign(window, { waitedMs: 0, bytes: 0 });
      }
      yield value;
    }
  } finally {
    // Not awaited: it waits for a chunk that may never come. Afterwards the rest can be dropped.
    void chunks.return?.();
  }
  if (!request.complete) throw cutOff();
}

const cutOff = () => cancelled('The upload was cut off.');

async function nextWithin(chunks: AsyncIterator<Buffer>, ms: number): Promise<IteratorResult<Buffer>> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), ms);
  });
  const next = chunks.next().catch(() => {
    throw cutOff();
  });
  next.catch(() => undefined);
  return Promise.race([next, idle]).finally(() => clearTimeout(timer));
}
