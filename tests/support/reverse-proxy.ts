import { request as forward, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority } from './certificates.ts';

export interface ReverseProxy {
  /** https://127.0.0.1:PORT */
  readonly origin: string;
  /** The certificate of the authority that signed its own, as PEM. */
  readonly authority: string;
  /**
   * Whether it forwards the client's Host header; default: true. Without it the host is the dashboard's inner address,
   * as by nginx's default.
   */
  passHost: boolean;
  close(): Promise<void>;
}

/**
 * A reverse proxy for the dashboard: ends TLS, forwards to `target` by plain http, and sets X-Forwarded-For and
 * X-Forwarded-Proto. It appends the client's address to an X-Forwarded-For that the client sent.
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
    const outgoingRequest = forward(
      { host: to.hostname, port: to.port, method: incoming.method, path: incoming.url, headers, agent: false },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(outgoing);
      },
    );
    outgoingRequest.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(outgoingRequest);
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
