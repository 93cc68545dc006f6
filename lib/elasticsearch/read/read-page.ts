import { isAppError } from '../../errors.ts';
import { releaseConsumed } from '../../buffers.ts';
import { responseError } from '../client/response-error.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import type { Capabilities } from '../capabilities.ts';
import { lockLargeDocuments } from './large-document-lock.ts';
import type { PageParser } from './page-parser.ts';

/** The first byte of a page of large documents can take a while. */
export const PAGE_TIMEOUT_MS = 60_000;

/** Called while documents are handed out: a promise where the reading must wait for whoever takes them. */
export type Drain = () => Promise<void> | null;

/** One search answer, streamed into the parser to its end, no faster than the documents are taken. */
export async function readPage(
  cluster: Cluster,
  request: ClusterRequest,
  parser: PageParser,
  drain: Drain,
): Promise<void> {
  const answer = await cluster.requestBytes({ ...request, size: 'documents' });
  if (answer.status !== 200) {
    const text = Buffer.concat(await Array.fromAsync(answer.body)).toString('utf8');
    throw responseError(answer.status, text, request);
  }
  let endTurn: (() => void) | null = null;
  try {
    for await (const chunk of releaseConsumed(answer.body)) {
      if (endTurn === null && parser.isGiantWith(chunk.length)) endTurn = await lockLargeDocuments(request.signal);
      parser.push(chunk);
      const handedOut = endTurn !== null && parser.shrink();
      const waiting = drain();
      if (waiting !== null) await waiting;
      if (handedOut) {
        endTurn?.();
        endTurn = null;
      }
    }
    parser.end();
    parser.forget();
    const waiting = endTurn === null ? null : drain();
    if (waiting !== null) await waiting;
  } finally {
    parser.forget();
    endTurn?.();
  }
}

/** Whole and untouched; from 9.2 vectors are left out unless asked for. */
export const sourceOption = (capabilities: Capabilities) =>
  capabilities.vectorsOutsideSource ? { _source: { exclude_vectors: false } } : {};

/** The server would rather answer a smaller page: a circuit breaker, or a result window below ours. */
export const isTooLarge = (error: unknown): boolean =>
  isAppError(error) &&
  (error.details['type'] === 'circuit_breaking_exception' ||
    /circuit_breaking|Data too large|Result window is too large|Batch size is too large/.test(error.message));
