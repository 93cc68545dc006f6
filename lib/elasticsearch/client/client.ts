import { Client, CloudConnectionPool, errors, Transport } from '@elastic/elasticsearch';
import type { Readable } from 'node:stream';
import type { ByWord } from '../../contract/by-name.ts';
import { AppError, cancelled } from '../../errors.ts';
import type { TypedRequest, ByteResponse, Cluster, ClusterRequest, ConnectionOptions } from './cluster.ts';
import { parseExact } from '../../json/exact.ts';
import { parseSteps } from '../../json/parse-steps.ts';
import { isTransient } from '../../retry.ts';
import { runInSlices } from '../../slices.ts';
import { limitOf, ERROR_BODY_BYTES, tooLarge } from './response-limits.ts';
import { connectionFailure } from './connection-failure.ts';
import { askIdentity } from './identity.ts';
import {
  responseError,
  notConfirmed,
  notJson,
  unexpectedResponse,
  notFromElasticsearch,
  isElasticsearchError,
} from './response-error.ts';
import { describeForm, isUnconfirmed } from './shape.ts';
import { credentialsIn } from './url-credentials.ts';

/**
 * One client for Elasticsearch 6.8 to 9 and OpenSearch: no product check, plain media types (the stock ones are
 * refused by OpenSearch), no retries of its own (see patient-cluster.ts), JSON read by JSON.parse (the stock
 * serialiser refuses a key called `__proto__`).
 */
class PlainTransport extends Transport {
  constructor(options: ConstructorParameters<typeof Transport>[0]) {
    super({
      ...options,
      productCheck: undefined,
      enableMetaHeader: false,
      maxRetries: 0,
      // "replace" looks for secrets in a failed bulk's body byte by byte: ten seconds in which nothing else happens.
      redaction: { type: 'remove' },
      vendoredHeaders: {
        jsonContentType: 'application/json',
        ndjsonContentType: 'application/x-ndjson',
        accept: 'application/json',
      },
    });
  }
}

/** 30 s: an answer slower than that is worth telling the engineer about. */
const DEFAULT_TIMEOUT_MS = 30_000;

export function connect(options: ConnectionOptions): Cluster {
  const { url, auth } = withoutCredentials(options);
  const client = newClient(url, auth, options.tls);
  const requestBytes = (request: ClusterRequest) => send(client, request, { ...options, url });
  const cluster: Cluster = {
    url,
    requestBytes,
    request: async <T>(request: TypedRequest<T>) => readValue(request, await requestBytes(request)),
    identity: rememberAWhile((signal?: AbortSignal) => askIdentity(cluster, signal)),
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

/** Resolves with the head of the answer; its body is read by the caller. */
async function send(client: Client, request: ClusterRequest, options: ConnectionOptions): Promise<ByteResponse> {
  if (request.signal?.aborted) throw cancelled();
  const timeoutMs = timeoutOf(request, options);
  // One of its own: when a request takes too long, the transport fires `abort` at whatever signal it was given, and
  // everything else that waits on a job's signal would take it for the end of the job.
  const own = new AbortController();
  const abort = () => own.abort();
  request.signal?.addEventListener('abort', abort, { once: true });
  try {
    const answer = await client.transport.request<Readable>(
      {
        method: request.method,
        path: request.path,
        ...(request.query ? { querystring: definedOnly(request.query) } : {}),
        ...bodyOf(request),
      },
      { asStream: true, meta: true, requestTimeout: timeoutMs, signal: own.signal },
    );
    return {
      status: answer.statusCode ?? 0,
      body: limited(readChunks(answer.body, request, timeoutMs), answer.statusCode ?? 0, request),
      abandon: () => answer.body.destroy(),
    };
  } catch (error) {
    throw connectionError(error, request, options);
  } finally {
    // From here on the body's reader listens.
    request.signal?.removeEventListener('abort', abort);
  }
}

function bodyOf({ ndjson, body }: ClusterRequest): { bulkBody?: string; body?: ByWord<unknown> } {
  // The transport's type names no buffer; it takes one.
  if (ndjson) return { bulkBody: ndjson as unknown as string };
  return body === undefined ? {} : { body: body as ByWord<unknown> };
}

/** Throws beyond what the request allows, and lets the connection go; a refusal is cut, for its beginning says it. */
async function* limited(
  chunks: AsyncGenerator<Buffer>,
  status: number,
  request: ClusterRequest,
): AsyncGenerator<Buffer> {
  const refused = !isAnswer(status, request);
  const most = refused ? ERROR_BODY_BYTES : limitOf(request);
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes <= most) yield chunk;
    else if (!refused) throw tooLarge(request);
    else {
      yield chunk.subarray(0, chunk.length - (bytes - most));
      return;
    }
  }
}

const isAnswer = (status: number, { accept }: ClusterRequest): boolean =>
  status === 200 || (accept?.includes(status) ?? false);

/** The JSON of the cluster's answer. Throws what the server refused, and what is no answer of the form that was asked for. */
async function readValue<T>(request: TypedRequest<T>, answer: ByteResponse): Promise<T> {
  const { status } = answer;
  const bytes = Buffer.concat(await Array.fromAsync(answer.body));
  if (!isAnswer(status, request)) throw responseError(status, bytes.toString('utf8'), request);
  // At the root a 404 is an answer of some servers, and a DELETE's says what was not there to be closed.
  if (
    status === 404 &&
    request.method === 'GET' &&
    request.path !== '/' &&
    !isElasticsearchError(bytes.toString('utf8'))
  )
    throw notFromElasticsearch(bytes.toString('utf8'), request);
  const value = await parse(bytes, request, status);
  if (value !== null && request.answer(value)) return value;
  if (status !== 200) return null as T;
  throw isUnconfirmed(value) ? notConfirmed(request) : unexpectedResponse(request, status, describeForm(value));
}

/** JSON.parse takes a few milliseconds for it; a larger one is parsed in steps, between which others have their turn. */
const IN_ONE_GO = 512 * 1024;

async function parse(bytes: Buffer, request: ClusterRequest, status: number): Promise<unknown> {
  const parseText = request.exact ? parseExact : (text: string) => JSON.parse(text) as unknown;
  if (bytes.length <= IN_ONE_GO && bytes.toString('utf8').trim() === '')
    throw unexpectedResponse(request, status, 'an empty page');
  try {
    return bytes.length > IN_ONE_GO
      ? await runInSlices(parseSteps(bytes, parseText), request.signal)
      : parseText(bytes.toString('utf8'));
  } catch (cause) {
    if (request.signal?.aborted) throw cancelled();
    throw notJson(request, status, cause);
  }
}

/** The parts of a URL's user:password@ go to the client and stay out of everything that is printed. */
function withoutCredentials(options: ConnectionOptions): { url: string; auth: ConnectionOptions['auth'] } {
  const url = new URL(options.url);
  const inUrl = url.username === '' ? undefined : credentialsIn(url);
  url.username = '';
  url.password = '';
  return { url: url.href.replace(/\/$/, ''), auth: options.auth ?? inUrl };
}

const definedOnly = (query: NonNullable<ClusterRequest['query']>) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));

/** What waits longer than the rest (pages, bulks, creates) does so in proportion to what is configured. */
function timeoutOf(request: ClusterRequest, { requestTimeoutMs = DEFAULT_TIMEOUT_MS }: ConnectionOptions): number {
  const own = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return request.timeoutMs !== undefined && own < DEFAULT_TIMEOUT_MS
    ? own
    : own * (requestTimeoutMs / DEFAULT_TIMEOUT_MS);
}

/** However slowly it trickles, an answer is whole within so many times its timeout. */
const WHOLE_WITHIN = 10;

/**
 * Reads to the end; a connection that dies or falls silent in the middle is an error, never an early end. White space
 * is silence: a proxy can send it for ever.
 */
async function* readChunks(body: Readable, request: ClusterRequest, idleMs: number): AsyncGenerator<Buffer> {
  const giveUp = () => body.destroy(cancelled());
  request.signal?.addEventListener('abort', giveUp, { once: true });
  if (request.signal?.aborted) giveUp();
  const late = (what: string, ms: number) => () =>
    body.destroy(
      new AppError(
        'timed_out',
        `The answer to ${request.method} ${request.path.split('?')[0]} ${what} ${Math.round(ms / 1000)} s.`,
      ),
    );
  const silent = late('stopped in the middle for', idleMs);
  let timer = setTimeout(silent, idleMs);
  const limit = setTimeout(late('had no end after', idleMs * WHOLE_WITHIN), idleMs * WHOLE_WITHIN);
  try {
    for await (const chunk of body) {
      if (!(chunk as Buffer).some((byte) => byte > 0x20)) {
        yield chunk as Buffer;
        continue;
      }
      // What the reader does with the bytes takes its own time.
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(silent, idleMs);
    }
  } catch (error) {
    throw connectionError(error, request);
  } finally {
    clearTimeout(timer);
    clearTimeout(limit);
    request.signal?.removeEventListener('abort', giveUp);
    body.destroy();
  }
}

function connectionError(error: unknown, request: ClusterRequest, asked?: ConnectionOptions): unknown {
  // Only we cancel: the client calls it aborted, too, when a connection it shares is given up under a request.
  if (request.signal?.aborted) return cancelled();
  if (error instanceof AppError) return error;
  if (
    error instanceof errors.TimeoutError ||
    (error instanceof Error && /timeout/i.test(error.name + (error as { code?: string }).code))
  ) {
    return new AppError(
      'timed_out',
      `The cluster did not answer ${request.method} ${request.path.split('?')[0]} in time.`,
      { cause: error, hint: 'It may be overloaded, or the network is slow. Look at its health before trying again.' },
    );
  }
  const words = error instanceof Error ? rootMessage(error) : String(error);
  if (!asked)
    return new AppError('unreachable', `The connection to the cluster broke: ${words}.`, {
      cause: error,
      hint: 'Check that Elasticsearch is running and that its address and certificate are right.',
    });
  const { why, hint } = connectionFailure(words, asked);
  return new AppError('unreachable', `No connection to ${asked.url}: ${why}.`, { cause: error, hint });
}

function rootMessage(error: Error): string {
  const inner = (error as { cause?: unknown }).cause;
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) return inner.errors[0].message;
  return inner instanceof Error && inner.message ? inner.message : error.message;
}

/** Another cluster may come to answer at this address: what is known is asked for again, and stands while no answer comes. */
const KNOWN_FOR_MS = 30_000;

function rememberAWhile<T>(ask: (signal?: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let known: { value: T; at: number } | undefined;
  return async (signal) => {
    if (known !== undefined && performance.now() - known.at < KNOWN_FOR_MS) return known.value;
    try {
      const value = await ask(signal);
      known = { value, at: performance.now() };
      return value;
    } catch (error) {
      if (known === undefined || !isTransient(error)) throw error;
      return known.value;
    }
  };
}
