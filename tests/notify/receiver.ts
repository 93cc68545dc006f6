import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** How the receiver answers: a status with headers, or anything it does with the response. */
export type Behaviour =
  number | { status: number; headers?: Record<string, string>; body?: string } | ((response: ServerResponse) => void);

export interface Receiver {
  /** Of 127.0.0.1. */
  url: string;
  port: number;
  /** In order, as soon as their bodies are read. */
  requests: Received[];
  /** Resolves when so many requests have come. */
  received: (count: number) => Promise<Received[]>;
  behave: (behaviour: Behaviour) => void;
  close: () => Promise<void>;
}

export const HANGS: Behaviour = () => undefined;

/** A real HTTP receiver of messages, whose behaviour can be changed. `tls`: a certificate and its key. */
export async function startReceiver(
  behaviour: Behaviour = 200,
  tls?: { cert: string; key: string },
): Promise<Receiver> {
  const requests: Received[] = [];
  let current = behaviour;
  let waiting: (() => void)[] = [];
  const handle: Parameters<typeof createServer>[1] = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const { headers, method = '', url = '' } = request;
      requests.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
      if (typeof current === 'function') current(response);
      else {
        const { body = 'ok', headers: more = {}, status } = typeof current === 'number' ? { status: current } : current;
        response.writeHead(status, more).end(body);
      }
      for (const wake of waiting.splice(0)) wake();
    });
  };
  const server = tls ? createTlsServer(tls, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    port,
    requests,
    received: async (count) => {
      while (requests.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return requests;
    },
    behave: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        waiting = [];
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
