import { Client, CloudConnectionPool, Transport } from '@elastic/elasticsearch';
import type { Readable } from 'node:stream';
import type { ByWord } from '../../contract/by-name.ts';
import { cancelled } from '../../errors.ts';
import type { TypedRequest, ByteResponse, Cluster, ClusterRequest, ConnectionOptions } from './cluster.ts';
import { isTransient } from '../../retry.ts';
import { connectionError } from './connection-failure.ts';
import { readIdentity } from './identity.ts';
import { readValue } from './parse-response.ts';
import { readBody } from './response-body.ts';
import { credentialsIn } from './url-credentials.ts';

/**
 * One client for Elasticsearch 6.8 to 9 and OpenSearch: no product check, plain media types (OpenSearch refuses the
 * default ones), no retries of its own (retrying-cluster.ts has them), and JSON is parsed by parse-response.ts (the
 * default serialiser refuses a key called `__proto__`).
 */
class PlainTransport extends Transport {
  constructor(options: ConstructorParameters<typeof Transport>[0]) {
    super({
      ...options,
      productCheck: undefined,
      enableMetaHeader: false,
      maxRetries: 0,
      // "replace" searches the body of a failed bulk for secrets byte by byte, which blocks the thread for ten seconds.
      redaction: { type: 'remove' },
      vendoredHeaders: {
        jsonContentType: 'application/json',
        ndjsonContentType: 'application/x-ndjson',
        accept: 'application/json',
      },
    });
  }
}

const DEFAULT_TIMEOUT_MS = 30_000;

export function connect(options: ConnectionOptions): Cluster {
  const { url, auth } = withoutCredentials(options);
  const client = newClient(url, auth, options.tls);
  const requestBytes = (request: ClusterRequest) => send(client, request, { ...options, url });
  const cluster: Cluster = {
    url,
    requestBytes,
    request: async <T>(request: TypedRequest<T>) => readValue(request, await requestBytes(request)),
    identity: cacheBriefly((signal?: AbortSignal) => readIdentity(cluster, signal)),
    close: () => client.close(),
  };
  return cluster;
}

function newClient(url: string, auth: ConnectionOptions['auth'], tls: ConnectionOptions['tls']): Client {
  return new Client({
    node: url,
    Transport: PlainTransport,
    ConnectionPool: CloudConnectionPool,
    maxRetries: 0,
    ...(auth ? { auth } : {}),
    ...(tls
      ? {
          tls: {
            rejectUnauthorized: tls.verify,
            ...(tls.ca ? { ca: tls.ca } : {}),
            ...(tls.cert ? { cert: tls.cert } : {}),
            ...(tls.key ? { key: tls.key } : {}),
          },
        }
      : {}),
  });
}

/** Resolves when the response's head has arrived; the caller reads the body. */
async function send(client: Client, request: ClusterRequest, options: ConnectionOptions): Promise<ByteResponse> {
  if (request.signal?.aborted) throw cancelled();
  const timeoutMs = timeoutOf(request, options);
  // A signal for this request alone: on a timeout the transport dispatches `abort` on the signal that it was given, and
  // other listeners of the job's signal would take that for the end of the job.
  const own = new AbortController();
  const abort = () => own.abort();
  request.signal?.addEventListener('abort', abort, { once: true });
  try {
    const response = await client.transport.request<Readable>(
      {
        method: request.method,
        path: request.path,
        ...(request.query ? { querystring: definedOnly(request.query) } : {}),
        ...bodyOf(request),
      },
      { asStream: true, meta: true, requestTimeout: timeoutMs, signal: own.signal },
    );
    const { date } = response.headers ?? {};
    return {
      status: response.statusCode ?? 0,
      ...(typeof date === 'string' ? { date } : {}),
      body: readBody(response.body, response.statusCode ?? 0, request, timeoutMs),
    };
  } catch (error) {
    throw connectionError(error, request, options);
  } finally {
    // From here on `readBody` listens.
    request.signal?.removeEventListener('abort', abort);
  }
}

function bodyOf({ ndjson, body }: ClusterRequest): { bulkBody?: string; body?: ByWord<unknown> } {
  // The transport accepts a buffer, though its type does not say so.
  if (ndjson) return { bulkBody: ndjson as unknown as string };
  return body === undefined ? {} : { body: body as ByWord<unknown> };
}

/** Removes `user:password@` from the URL, so that it is never printed, and uses it where `auth` is not given. */
function withoutCredentials(options: ConnectionOptions): { url: string; auth: ConnectionOptions['auth'] } {
  const url = new URL(options.url);
  const inUrl = url.username === '' ? undefined : credentialsIn(url);
  url.username = '';
  url.password = '';
  return { url: url.href.replace(/\/$/, ''), auth: options.auth ?? inUrl };
}

const definedOnly = (query: NonNullable<ClusterRequest['query']>) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));

/** A request's own timeout above the default (pages, bulks, creates) scales with the configured timeout. */
function timeoutOf(request: ClusterRequest, { requestTimeoutMs = DEFAULT_TIMEOUT_MS }: ConnectionOptions): number {
  const own = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return request.timeoutMs !== undefined && own < DEFAULT_TIMEOUT_MS
    ? own
    : own * (requestTimeoutMs / DEFAULT_TIMEOUT_MS);
}

/** Read again after this time, as another cluster may answer at the same address. */
const CACHE_MS = 30_000;

/** The cached value is also used while the cluster does not answer. */
function cacheBriefly<T>(read: (signal?: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let cached: { value: T; at: number } | undefined;
  return async (signal) => {
    if (cached !== undefined && performance.now() - cached.at < CACHE_MS) return cached.value;
    try {
      const value = await read(signal);
      cached = { value, at: performance.now() };
      return value;
    } catch (error) {
      if (cached === undefined || !isTransient(error)) throw error;
      return cached.value;
    }
  };
}
