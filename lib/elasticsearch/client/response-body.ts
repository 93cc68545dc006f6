import type { Readable } from 'node:stream';
import { AppError, cancelled } from '../../errors.ts';
import { isAccepted, type ClusterRequest } from './cluster.ts';
import { connectionError } from './connection-failure.ts';
import { ERROR_BODY_BYTES, responseLimitBytes, responseTooLarge } from './response-limits.ts';

/** The response's bytes, limited in size and in time. `idleMs`: the longest pause between two chunks. */
export const readBody = (
  body: Readable,
  status: number,
  request: ClusterRequest,
  idleMs: number,
): AsyncGenerator<Buffer> => limitSize(readChunks(body, request, idleMs), status, request);

/**
 * Throws `cluster_error` beyond the request's limit and closes the connection. An error response is truncated instead:
 * its beginning has the type and the reason.
 */
async function* limitSize(
  chunks: AsyncGenerator<Buffer>,
  status: number,
  request: ClusterRequest,
): AsyncGenerator<Buffer> {
  const refused = !isAccepted(status, request);
  const limit = refused ? ERROR_BODY_BYTES : responseLimitBytes(request);
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes <= limit) yield chunk;
    else if (!refused) throw responseTooLarge(request);
    else {
      yield chunk.subarray(0, chunk.length - (bytes - limit));
      return;
    }
  }
}

/** Upper bound for a complete response, as a multiple of the idle timeout. */
const MAX_TIMEOUTS_PER_RESPONSE = 10;

/**
 * Reads to the end. A connection that breaks or goes idle in the middle is an error, never an early end. White space
 * counts as idle: a proxy can send it without end.
 */
async function* readChunks(body: Readable, request: ClusterRequest, idleMs: number): AsyncGenerator<Buffer> {
  const abort = () => body.destroy(cancelled());
  request.signal?.addEventListener('abort', abort, { once: true });
  if (request.signal?.aborted) abort();
  const failWith = (what: string, ms: number) => () =>
    body.destroy(
      new AppError(
        'timed_out',
        `The answer to ${request.method} ${request.path.split('?')[0]} ${what} ${Math.round(ms / 1000)} s.`,
      ),
    );
  const onIdle = failWith('stopped in the middle for', idleMs);
  let timer = setTimeout(onIdle, idleMs);
  const limit = setTimeout(
    failWith('had no end after', idleMs * MAX_TIMEOUTS_PER_RESPONSE),
    idleMs * MAX_TIMEOUTS_PER_RESPONSE,
  );
  try {
    for await (const chunk of body) {
      if (!(chunk as Buffer).some((byte) => byte > 0x20)) {
        yield chunk as Buffer;
        continue;
      }
      // The consumer's time does not count as idle.
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(onIdle, idleMs);
    }
  } catch (error) {
    throw connectionError(error, request);
  } finally {
    clearTimeout(timer);
    clearTimeout(limit);
    request.signal?.removeEventListener('abort', abort);
    body.destroy();
  }
}
