import { Readable } from 'node:stream';
import { withRetry } from '../../retry.ts';
import { validateJson, VALID } from '../../json/validate.ts';
import { responseError, notJson, isElasticsearchError } from './response-error.ts';
import { isIdempotent, type TypedRequest, type ByteResponse, type Cluster, type ClusterRequest } from './cluster.ts';

export interface RetryOptions {
  signal: AbortSignal;
  /** How long the transient failures of one request are retried. */
  retryMs?: number;
  /** Called once for each request that is retried. */
  log: (sentence: string) => void;
}

/** A node that was killed and is started again, and its shards, are available within minutes. */
const REQUEST_RETRY_MS = 180_000;

/**
 * The same cluster with retries: an idempotent request is sent again while the cluster does not answer or is overloaded,
 * or a proxy reports so. Any other request is sent once (create, delete, alias move, bulk, scroll page): the caller gets
 * its failure and checks what happened.
 */
export function retryingCluster(cluster: Cluster, options: RetryOptions): Cluster {
  const { signal, retryMs = REQUEST_RETRY_MS } = options;
  const retry = <T>(attempt: () => Promise<T>, requestSignal: AbortSignal | undefined): Promise<T> => {
    let logged = false;
    return withRetry(attempt, {
      totalMs: retryMs,
      signal: requestSignal ?? signal,
      onWait: (error) => {
        if (!logged) options.log(`Waiting: ${error instanceof Error ? error.message : String(error)}`);
        logged = true;
      },
    });
  };
  return {
    url: cluster.url,
    identity: (requestSignal) => retry(() => cluster.identity(requestSignal), requestSignal),
    request: <T>(request: TypedRequest<T>) =>
      isIdempotent(request) ? retry(() => cluster.request<T>(request), request.signal) : cluster.request<T>(request),
    requestBytes: (request) =>
      isIdempotent(request)
        ? retry(() => readWholeResponse(cluster, request), request.signal)
        : cluster.requestBytes(request),
    close: () => cluster.close(),
  };
}

/**
 * An idempotent request that is read as bytes has a small response. It is read to its end here, so that the request is
 * sent again where the response broke off or came from something other than the cluster.
 */
async function readWholeResponse(cluster: Cluster, request: ClusterRequest): Promise<ByteResponse> {
  const response = await cluster.requestBytes(request);
  const bytes = Buffer.concat(await Array.fromAsync(response.body));
  const { status } = response;
  // A refusal (401, 403) may have any body.
  if ([200, 404].includes(status) && validateJson(bytes, 0, bytes.length) !== VALID) throw notJson(request, status);
  const text = () => bytes.toString('utf8');
  if (
    (status < 400 && status !== 200) ||
    [429, 502, 503, 504].includes(status) ||
    (status === 404 && !isElasticsearchError(text()))
  )
    throw responseError(status, text(), request);
  return { status: response.status, body: Readable.from([bytes]) };
}
