import type { ByteResponse, Cluster, ClusterRequest } from './cluster.ts';
import { clip } from './response-limits.ts';

/** A request whose answer, or the next part of it, is awaited. */
export interface OpenRequest {
  /** Ends "waits for …". */
  what: string;
  since: Date;
}

/**
 * The same cluster, and the request that has waited longest for it at this moment; null: none waits. `called`: how a wait calls the
 * cluster.
 */
export function watchedCluster(
  cluster: Cluster,
  called = 'the cluster',
): { cluster: Cluster; openRequest: () => OpenRequest | null } {
  const open = new Set<OpenRequest>();
  const watch = async <T>(what: string, wait: () => Promise<T>): Promise<T> => {
    const request = { what, since: new Date() };
    open.add(request);
    try {
      return await wait();
    } finally {
      open.delete(request);
    }
  };
  const answerTo = (request: Named): string => `${called}’s answer to ${nameOf(request)}`;
  const restOf = (request: Named): string => `the rest of ${answerTo(request)}`;
  const watched: Cluster = {
    url: cluster.url,
    identity: (signal) => watch(answerTo({ method: 'GET', path: '/' }), () => cluster.identity(signal)),
    request: (request) => watch(answerTo(request), () => cluster.request(request)),
    async requestBytes(request) {
      const { status, body } = await watch(answerTo(request), () => cluster.requestBytes(request));
      return { status, body: watchedBody(body, (next) => watch(restOf(request), next)) };
    },
    close: () => cluster.close(),
  };
  // A Set iterates in the order of insertion: the first one has waited longest.
  return { cluster: watched, openRequest: () => open.values().next().value ?? null };
}

type Named = Pick<ClusterRequest, 'method' | 'path'>;
const nameOf = ({ method, path }: Named): string => `${method} ${clip(path.split('?')[0]!, 300)}`;

async function* watchedBody(
  body: ByteResponse['body'],
  watch: (next: () => Promise<IteratorResult<Buffer>>) => Promise<IteratorResult<Buffer>>,
): AsyncGenerator<Buffer> {
  const parts = body[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const part = await watch(() => Promise.resolve(parts.next()));
      ended = part.done === true;
      if (ended) return;
      yield part.value as Buffer;
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) await parts.return?.();
  }
}
