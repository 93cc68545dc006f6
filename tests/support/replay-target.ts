import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Document = Record<string, unknown>;
type Lines = Record<string, { _id?: string }>;

interface Received {
  method: string;
  path: string;
  body: string;
}

export interface ReplayTarget {
  url: string;
  /** Complete requests in the order in which they took effect. */
  readonly received: readonly Received[];
  /** By id; those without an id get `auto 1`, `auto 2` … */
  readonly documents: Map<string, Document>;
  /** Each request takes at least so long before it takes effect. */
  delayMs: number;
  /** A status for one item of a bulk, which then has no effect; null: it is carried out. */
  bulkItem: (action: string, id: string | undefined) => number | null;
  stop(): Promise<void>;
}

/**
 * A target in memory that takes documents as Elasticsearch does: whole ones, updates with a script that counts `count`,
 * bulks, and those without an id. A request whose body is not complete has no effect.
 */
export async function startReplayTarget(start: Readonly<Record<string, Document>> = {}): Promise<ReplayTarget> {
  const received: Received[] = [];
  const documents = new Map(Object.entries(structuredClone(start)));
  let autoIds = 0;
  const target = { delayMs: 0, bulkItem: (() => null) as ReplayTarget['bulkItem'] };

  const write = (action: string, id: string | undefined, source: Document): number => {
    const key = id ?? `auto ${String(++autoIds)}`;
    const before = documents.get(key);
    if (action === 'delete') return documents.delete(key) ? 200 : 404;
    if (action === 'create' && before !== undefined) return 409;
    if (action !== 'update') documents.set(key, source);
    else if (before === undefined) return 404;
    else if ('script' in source) documents.set(key, { ...before, count: Number(before['count'] ?? 0) + 1 });
    else documents.set(key, { ...before, ...(source['doc'] as Document) });
    return action === 'update' ? 200 : 201;
  };
  const bulk = (body: string) => {
    const lines = body.split('\n').filter((line) => line !== '');
    const items: object[] = [];
    for (let at = 0; at < lines.length; at++) {
      const [[action, { _id: id }]] = Object.entries(JSON.parse(lines[at]!) as Lines) as [[string, { _id?: string }]];
      const source = action === 'delete' ? {} : (JSON.parse(lines[++at]!) as Document);
      items.push({ [action]: { _id: id, status: target.bulkItem(action, id) ?? write(action, id, source) } });
    }
    return { errors: items.some((item) => (Object.values(item)[0] as { status: number }).status > 299), items };
  };
  const apply = ({ body, method, path }: Received): { status: number; answer: object } => {
    const { pathname } = new URL(path, 'http://target');
    const [, , operation, ...rest] = pathname.split('/');
    const id = rest.length === 0 ? undefined : decodeURIComponent(rest.join('/'));
    if (pathname.endsWith('/_bulk')) return { status: 200, answer: bulk(body) };
    if (operation === '_update') return { status: write('update', id, JSON.parse(body) as Document), answer: {} };
    if (method === 'DELETE') return { status: write('delete', id, {}), answer: {} };
    if (operation === '_doc') return { status: write('index', id, JSON.parse(body) as Document), answer: {} };
    return { status: operation === '_refresh' ? 200 : 404, answer: {} };
  };
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      await sleep(target.delayMs);
      const complete = { method: request.method ?? '', path: request.url ?? '', body };
      received.push(complete);
      const { answer, status } = apply(complete);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }, ignoreCut);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(target, {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    received,
    documents,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  });
}

const ignoreCut = (): void => undefined;

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
