import {
  createServer,
  request as forwardRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  /** The connection dies after so many bytes of the answer's body; 0: before a single byte of the answer. */
  | { kind: 'cut'; afterBytes: number }
  /** The connection dies after so many bytes of the request's body; the server sees an upload that broke off. */
  | { kind: 'cut-request'; afterBytes: number }
  /** The answer is whole as HTTP, but its body stops short: a proxy that lost the rest. */
  | { kind: 'truncate'; keepBytes: number }
  | { kind: 'delay'; ms: number }
  /** Another answer. With `forward` the server does the work all the same, and only its answer is lost. */
  | { kind: 'answer'; status: number; body?: string; headers?: Record<string, string>; forward?: boolean }
  /** So many bytes of the answer, and then silence with the connection open. */
  | { kind: 'hang'; afterBytes: number }
  /** The answer, and then spaces without end. */
  | { kind: 'endless' }
  /** The server's answer with another body. */
  | { kind: 'rewrite'; body: (body: Buffer) => Buffer | string };

export interface SeenRequest {
  method: string;
  /** With the query. */
  path: string;
  /** Counted over all requests, from 1. */
  number: number;
  /** By `performance.now()`; `ended` is null while it is under way. */
  began: number;
  ended: number | null;
}

interface Injection {
  fault: Fault | ((request: SeenRequest) => Fault);
  /** Which requests; all when left out. */
  match?: (request: SeenRequest) => boolean;
  /** Matching requests let through first. */
  skip?: number;
  /** How many matching requests are hit; all when left out. */
  times?: number;
}

export interface FaultyProxy {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Faults injected later come first. `hits` counts how often it struck. */
  inject(injection: Injection): { readonly hits: number; remove(): void };
  clear(): void;
  /** Connections are refused from here on, and those that stand are cut. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** Stands between the product and a real server, passes bytes through, and breaks what a test asks it to break. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target);
  const injections: (Injection & { hits: number; seen: number })[] = [];
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();

  const strike = (request: SeenRequest): Fault | null => {
    for (const injection of injections) {
      if (injection.match && !injection.match(request)) continue;
      injection.seen++;
      if (injection.seen <= (injection.skip ?? 0) || injection.hits >= (injection.times ?? Infinity)) continue;
      injection.hits++;
      return typeof injection.fault === 'function' ? injection.fault(request) : injection.fault;
    }
    return null;
  };

  const server = createServer((incoming, outgoing) => {
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      number: requests.length + 1,
      began: performance.now(),
      ended: null as number | null,
    };
    requests.push(request);
    outgoing.once('close', () => {
      request.ended = performance.now();
    });
    void pass(incoming, outgoing, strike(request), { hostname, port }).catch(() => {
      outgoing.destroy();
    });
  });
  server.requestTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });

  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        resolve();
      });
    });
  const refuse = async () => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const ownPort = (server.address() as AddressInfo).port;

  return {
    url: `http://127.0.0.1:${String(ownPort)}`,
    requests,
    inject(injection) {
      const entry = { ...injection, hits: 0, seen: 0 };
      injections.unshift(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove() {
          injections.splice(injections.indexOf(entry), 1);
        },
      };
    },
    clear() {
      injections.length = 0;
    },
    refuse,
    accept: () => listen(ownPort),
    close: refuse,
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | null,
  to: { hostname: string; port: string },
): Promise<void> {
  if (fault?.kind === 'answer' && !fault.forward) {
    incoming.resume();
    instead(outgoing, fault);
    return;
  }
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const answer = await forward(incoming, outgoing, to, fault?.kind === 'cut-request' ? fault.afterBytes : Infinity);
  if (answer === null) {
    outgoing.destroy();
    return;
  }
  if (fault?.kind === 'answer') {
    answer.resume();
    instead(outgoing, fault);
    return;
  }
  if (fault?.kind === 'truncate' || fault?.kind === 'rewrite') {
    const body = await whole(answer);
    const changed = fault.kind === 'truncate' ? body.subarray(0, fault.keepBytes) : fault.body(body);
    outgoing.writeHead(answer.statusCode ?? 502, {
      ...headersOf(answer, 'unframed'),
      'content-length': Buffer.byteLength(changed),
    });
    outgoing.end(changed);
    return;
  }
  if (fault?.kind === 'cut' && fault.afterBytes === 0) {
    outgoing.destroy();
    return;
  }
  if (fault?.kind === 'endless') outgoing.writeHead(answer.statusCode ?? 502, headersOf(answer, 'unframed'));
  else outgoing.writeHead(answer.statusCode ?? 502, headersOf(answer, 'framed'));
  const limit = fault?.kind === 'cut' || fault?.kind === 'hang' ? fault.afterBytes : Infinity;
  let sent = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const part = sent + chunk.length > limit ? chunk.subarray(0, limit - sent) : chunk;
    sent += part.length;
    if (part.length > 0) await write(outgoing, part);
    if (sent >= limit) break;
  }
  if (fault?.kind === 'cut') {
    outgoing.destroy();
  } else if (fault?.kind === 'endless') {
    while (!outgoing.destroyed) {
      await write(outgoing, Buffer.alloc(1024, ' '));
      await sleep(20);
    }
  } else if (fault?.kind !== 'hang') {
    outgoing.end();
  }
}

/** Sends the request on; null when its upload is to break off, or the server gave no answer. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { hostname, port }: { hostname: string; port: string },
  uploadBytes: number,
): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    const upstream = forwardRequest(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, connection: 'close' },
        agent: false,
      },
      resolve,
    );
    upstream.once('error', () => {
      resolve(null);
    });
    outgoing.once('close', () => {
      upstream.destroy(); // a client that gave up: the server is to notice
    });
    let received = 0;
    incoming.on('data', (chunk: Buffer) => {
      const room = uploadBytes - received;
      received += chunk.length;
      if (chunk.length >= room) {
        if (room > 0) upstream.write(chunk.subarray(0, room));
        // Give the bytes time to arrive, then break off.
        setTimeout(() => {
          upstream.destroy();
          resolve(null);
        }, 20);
        incoming.removeAllListeners('data').resume();
        return;
      }
      if (!upstream.write(chunk)) {
        incoming.pause();
        upstream.once('drain', () => incoming.resume());
      }
    });
    incoming.once('end', () => {
      if (received < uploadBytes) upstream.end();
      else if (received === 0) upstream.end();
    });
    incoming.once('error', () => {
      upstream.destroy();
    });
  });
}

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Without what belongs to the hop between the server and us. */
function headersOf(answer: IncomingMessage, framing: 'framed' | 'unframed'): OutgoingHttpHeaders {
  const left =
    framing === 'framed'
      ? ['connection', 'keep-alive']
      : ['connection', 'keep-alive', 'content-length', 'transfer-encoding'];
  return Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !left.includes(name)));
}

function instead(
  outgoing: ServerResponse,
  { status, body = '', headers = {} }: Extract<Fault, { kind: 'answer' }>,
): void {
  outgoing.writeHead(status, { 'content-type': 'text/html', ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}

function write(outgoing: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed || outgoing.write(chunk)) {
      resolve();
      return;
    }
    const goOn = () => {
      outgoing.off('drain', goOn).off('close', goOn);
      resolve();
    };
    outgoing.once('drain', goOn).once('close', goOn);
  });
}
