import { Readable } from 'node:stream';
import { withRetry } from '../../retry.ts';
import { validateJson, VALID } from '../../json/validate.ts';
import { responseError, notJson, isElasticsearchError } from './response-error.ts';
import { isIdempotent, type TypedRequest, type ByteResponse, type Cluster, type ClusterRequest } from './cluster.ts';

export interface RetryOptions {
  signal: AbortSignal;
  /** Passing faults of one request are waited out this long. */
  patienceMs?: number;
  /** Said once for each request that has to wait. */
  log: (sentence: string) => void;
}

/** A node that is killed and started again is back within minutes; its shards a little later. */
const DEFAULT_PATIENCE_MS = 180_000;

/**
 * The same cluster, with patience: an idempotent request is sent again while the cluster does not answer, has no room,
 * or a proxy before it says so. Any other is sent once (creating, deleting, moving aliases, bulks, scroll pages): its
 * failure goes to the caller, who looks what happened.
 */
export function retryingCluster(cluster: Cluster, waiting: RetryOptions): Cluster {
  const { signal, patienceMs = DEFAULT_PATIENCE_MS } = waiting;
  const withPatience = <T>(attempt: () => Promise<T>, asked: AbortSignal | undefined): Promise<T> => {
    let said = false;
    return withRetry(attempt, {
      totalMs: patienceMs,
      signal: asked ?? signal,
      onWait: (error) => {
        if (!said) waiting.log(`Waiting: ${error instanceof Error ? error.message : String(error)}`);
        said = true;
      },
    });
  };
  return {
    url: cluster.url,
    identity: (asked) => withPatience(() => cluster.identity(asked), asked),
    request: <T>(request: TypedRequest<T>) =>
      isIdempotent(request)
        ? withPatience(() => cluster.request<T>(request), request.signal)
        : cluster.request<T>(request),
    requestBytes: (request) =>
      isIdempotent(request)
        ? withPatience(() => wholeAnswer(cluster, request), request.signal)
        : cluster.requestBytes(request),
    close: () => cluster.close(),
  };
}

/**
 * An idempotent request read as bytes has a small answer: it is read to its end before the caller gets it, so that one
 * that broke off, or that something else answered, is sent again.
 */
async function wholeAnswer(cluster: Cluster, request: ClusterRequest): Promise<ByteResponse> {
  const answer = await cluster.requestBytes(request);
  const bytes = Buffer.concat(await Array.fromAsync(answer.body));
  const { status } = answer;
  // A refusal (401, 403) is one in whatever words.
  if ([200, 404].includes(status) && validateJson(bytes, 0, bytes.length) !== VALID) throw notJson(request, status);
  const text = () => bytes.toString('utf8');
  if (
    (status < 400 && status !== 200) ||
    [429, 502, 503, 504].includes(status) ||
    (status === 404 && !isElasticsearchError(text()))
  )
    throw responseError(status, text(), request);
  return { status: answer.status, body: Readable.from([bytes]), abandon: () => undefined };
}
