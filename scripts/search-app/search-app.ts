import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type Answer } from './answer.ts';
import type { DocumentStore } from './document-store.ts';
import { JobQueue } from './job-queue.ts';

export interface SearchAppOptions {
  store: DocumentStore;
  /** Default: a free one. */
  port?: number;
  /** Each job of the queue takes at least this long, so that it empties slowly. */
  queueDelayMs?: number;
  workers?: number;
  /** Required of every request; without it the answer is 401. */
  credentials?: { username: string; password: string } | { bearer: string };
}

/** For tests: what arrived, and when. */
interface RecordedRequest {
  method: string;
  /** The raw target of the request line. */
  target: string;
  headers: Readonly<IncomingMessage['headers']>;
  /** When its head was read, and when its answer was handed over; `performance.now()`. Null: not answered yet. */
  beganAt: number;
  endedAt: number | null;
  status: number | null;
}

export interface SearchApp {
  url: string;
  /** How many arrived. */
  readonly requests: number;
  /** The first 20,000 of them, in order of arrival. */
  readonly recorded: readonly RecordedRequest[];
  /** Writes that failed in every try, one sentence each. */
  readonly dropped: readonly string[];
  /** Drops what is still in the queue. */
  stop(): Promise<void>;
}

const MOST_RECORDED = 20_000;

/** A small search app in the manner of GOV.UK's of 2018: it queues writes, and answers before they are done. Loopback only. */
export async function startSearchApp(options: SearchAppOptions): Promise<SearchApp> {
  const { store, queueDelayMs = 0, workers = 4, port = 0 } = options;
  const queue = new JobQueue({ workers, delayMs: queueDelayMs });
  const expected = authorization(options.credentials);
  const recorded: RecordedRequest[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    const record = recordOf(request);
    if (recorded.length < MOST_RECORDED) recorded.push(record);
    const allowed = expected === null || request.headers.authorization === expected;
    void respond({ store, queue }, request, response, record, allowed);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    get requests() {
      return requests;
    },
    recorded,
    dropped: queue.dropped,
    async stop() {
      queue.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function authorization(credentials: SearchAppOptions['credentials']): string | null {
  if (!credentials) return null;
  if ('bearer' in credentials) return `Bearer ${credentials.bearer}`;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

const recordOf = ({ method = '', url = '', headers }: IncomingMessage): RecordedRequest => ({
  method,
  target: url,
  headers,
  beganAt: performance.now(),
  endedAt: null,
  status: null,
});

async function respond(
  app: Parameters<typeof answer>[0],
  request: IncomingMessage,
  response: ServerResponse,
  record: RecordedRequest,
  allowed: boolean,
): Promise<void> {
  const { status, body } = await answerTo(app, request, record, allowed);
  record.status = status;
  record.endedAt = performance.now();
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function answerTo(
  app: Parameters<typeof answer>[0],
  request: IncomingMessage,
  { method, target }: RecordedRequest,
  allowed: boolean,
): Promise<Answer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!allowed) return { status: 401, body: { result: 'Unauthorized' } };
    const contentEncoding = request.headers['content-encoding'];
    return await answer(app, { method, target, contentEncoding, body: Buffer.concat(chunks) });
  } catch (error) {
    return { status: 500, body: { result: error instanceof Error ? error.message : String(error) } };
  }
}
