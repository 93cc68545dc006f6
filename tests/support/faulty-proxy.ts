import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { forwardWithFault, type Fault } from './forward-with-fault.ts';

export interface ProxiedRequest {
  method: string;
  /** With the query. */
  path: string;
  /** Counted over all requests, from 1. */
  number: number;
  /** By `performance.now()`; `ended` is null while the request runs. */
  began: number;
  ended: number | null;
}

interface Injection {
  fault: Fault | ((request: ProxiedRequest) => Fault);
  /** Selects requests; default: all. */
  match?: (request: ProxiedRequest) => boolean;
  /** The number of matching requests that pass first. */
  skip?: number;
  /** The number of matching requests that are affected; default: all. */
  times?: number;
}

export interface FaultyProxy {
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  /** Faults injected later take precedence. `hits` counts the affected requests. */
  inject(injection: Injection): { readonly hits: number; remove(): void };
  clear(): void;
  /** Cuts open connections and refuses new ones until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy between the product and a real server. It passes bytes unchanged, except for the injected faults. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target);
  const injections: (Injection & { hits: number; matched: number })[] = [];
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();

  const nextFault = (request: ProxiedRequest): Fault | null => {
    for (const injection of injections) {
      if (injection.match && !injection.match(request)) continue;
      injection.matched++;
      if (injection.matched <= (injection.skip ?? 0) || injection.hits >= (injection.times ?? Infinity)) continue;
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
    void forwardWithFault(incoming, outgoing, nextFault(request), { hostname, port }).catch(() => {
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
      const entry = { ...injection, hits: 0, matched: 0 };
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
