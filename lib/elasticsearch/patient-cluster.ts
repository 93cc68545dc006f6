import { Readable } from 'node:stream';
import { patiently } from '../retry.ts';
import { validateJson, VALID } from '../json/validate.ts';
import { answerError, notJson } from './answer-error.ts';
import type { ByteAnswer, Cluster, ClusterRequest } from './cluster.ts';

export interface Waiting {
  signal: AbortSignal;
  /** Passing faults of one request are waited out this long. */
  patienceMs?: number;
  /** Said once for each request that has to wait. */
  log: (sentence: string) => void;
}

/** A node that is killed and started again is back within minutes; its shards a little later. */
const DEFAULT_PATIENCE_MS = 180_000;

/**
 * The same cluster, with patience: a request that may be asked twice without harm is asked again while the cluster does
 * not answer, has no room, or a proxy before it says so. Where asking twice is not harmless (creating, deleting,
 * moving aliases, bulks, scroll pages) the answer, or its absence, goes to whoever asked: it looks what happened.
 */
export function patientCluster(cluster: Cluster, waiting: Waiting): Cluster {
  const { signal, patienceMs = DEFAULT_PATIENCE_MS } = waiting;
  const withPatience = <T>(
    request: Pick<ClusterRequest, 'method' | 'path' | 'signal'>,
    attempt: () => Promise<T>,
  ): Promise<T> => {
    let said = false;
    return patiently(attempt, {
      totalMs: patienceMs,
      signal: request.signal ?? signal,
      onWait: (error) => {
        if (!said) waiting.log(`Waiting: ${error instanceof Error ? error.message : String(error)}`);
        said = true;
      },
    });
  };
  return {
    url: cluster.url,
    identity: (asked) =>
      withPatience({ method: 'GET', path: '/', ...(asked ? { signal: asked } : {}) }, () => cluster.identity(asked)),
    request: <T>(request: ClusterRequest) =>
      mayBeAskedAgain(request) ? withPatience(request, () => cluster.request<T>(request)) : cluster.request<T>(request),
    requestBytes: (request) =>
      request.method === 'GET'
        ? withPatience(request, () => wholeAnswer(cluster, request))
        : cluster.requestBytes(request),
    close: () => cluster.close(),
  };
}

/** Reading, and writing that ends the same however often it is done. */
function mayBeAskedAgain({ method, path, once }: ClusterRequest): boolean {
  if (once) return false;
  if (method === 'GET' || method === 'HEAD') return true;
  if (method === 'PUT') return /\/_(settings|mapping)(\/|$)/.test(path);
  return method === 'POST' && /\/(_refresh|_search|_pit|_count|_open|_search\/point_in_time)$/.test(path);
}

/** A GET answered in bytes is small: its end is waited for, so that one that broke off, or that somebody else answered, is asked again. */
async function wholeAnswer(cluster: Cluster, request: ClusterRequest): Promise<ByteAnswer> {
  const answer = await cluster.requestBytes(request);
  const bytes = Buffer.concat(await Array.fromAsync(answer.body));
  if ([429, 502, 503, 504].includes(answer.status)) throw answerError(answer.status, bytes.toString('utf8'), request);
  // A refusal (401, 403) is one in whatever words.
  if ([200, 404].includes(answer.status) && validateJson(bytes, 0, bytes.length) !== VALID)
    throw notJson(request, answer.status);
  return { status: answer.status, body: Readable.from([bytes]), abandon: () => undefined };
}
