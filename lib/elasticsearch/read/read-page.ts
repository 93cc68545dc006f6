import { isAppError } from '../../errors.ts';
import { releaseConsumed } from '../../buffers.ts';
import { responseError } from '../client/response-error.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import type { Capabilities } from '../capabilities.ts';
import { lockLargeDocuments } from './large-document-lock.ts';
import type { PageParser } from './page-parser.ts';

/** The first byte of a page of large documents takes longer than other responses. */
export const PAGE_TIMEOUT_MS = 60_000;

/** Called while documents are read. Returns a promise where reading must wait for their consumer; null: it need not. */
export type Drain = () => Promise<void> | null;

/** Streams one search response into the parser to its end, no faster than the documents are consumed. */
export async function readPage(
  cluster: Cluster,
  request: ClusterRequest,
  parser: PageParser,
  drain: Drain,
): Promise<void> {
  const response = await cluster.requestBytes({ ...request, responseSize: 'documents' });
  if (response.status !== 200) {
    const text = Buffer.concat(await Array.fromAsync(response.body)).toString('utf8');
    throw responseError(response.status, text, request);
  }
  let releaseLock: (() => void) | null = null;
  try {
    for await (const chunk of releaseConsumed(response.body)) {
      if (releaseLock === null && parser.isLargeWith(chunk.length))
        releaseLock = await lockLargeDocuments(request.signal);
      parser.push(chunk);
      const handedOut = releaseLock !== null && parser.shrink();
      const drained = drain();
      if (drained !== null) await drained;
      if (handedOut) {
        releaseLock?.();
        releaseLock = null;
      }
    }
    parser.end();
    parser.discard();
    const drained = releaseLock === null ? null : drain();
    if (drained !== null) await drained;
  } finally {
    parser.discard();
    releaseLock?.();
  }
}

/** Sources with their vectors, which 9.2 and later leave out by default. */
export const sourceOption = (capabilities: Capabilities) =>
  capabilities.vectorsOutsideSource ? { _source: { exclude_vectors: false } } : {};

/** Whether the server refused a page for its size: a circuit breaker, or a result window below ours. */
export const isTooLarge = (error: unknown): boolean =>
  isAppError(error) &&
  (error.details['type'] === 'circuit_breaking_exception' ||
    /circuit_breaking|Data too large|Result window is too large|Batch size is too large/.test(error.message));
