import { request as forward, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority } from './certificates.ts';

export interface ReverseProxy {
  /** https://127.0.0.1:PORT */
  readonly origin: string;
  /** PEM of the authority that signed its certificate. */
  readonly authority: string;
  /** As it is told to: on by default. Without it the desk is asked for by its own inner address, as nginx does unless told otherwise. */
  passHost: boolean;
  close(): Promise<void>;
}

/**
 * A reverse proxy as one stands in front of the dashboard: ends TLS, speaks plain http on to `target`, says who came
 * (X-Forwarded-For) and how. What a client writes into those headers itself is added to, not believed.
 */
export async function startReverseProxy(target: () => string): Promise<ReverseProxy> {
  const authority = makeAuthority('the reverse proxy’s authority');
  const proxy = { passHost: true };
  const server = createServer(authority.forServer(['127.0.0.1', 'localhost']), (incoming, outgoing) => {
    const to = new URL(target());
    const headers: IncomingHttpHeaders = {
      ...incoming.headers,
      ...(proxy.passHost ? {} : { host: to.host }),
      'x-forwarded-for': [incoming.headers['x-forwarded-for'], incoming.socket.remoteAddress]
        .filter(Boolean)
        .join(', '),
      'x-forwarded-proto': 'https',
    };
    const onwards = forward(
      { host: to.hostname, port: to.port, method: incoming.method, path: incoming.url, headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    onwards.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(proxy, {
    origin: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    authority: authority.cert,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  });
}
