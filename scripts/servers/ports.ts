import { createServer } from 'node:net';

export function portIsFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/**
 * A free port below the kernel's range for outgoing connections. A client that retries a stopped server's port from
 * that range can connect to itself, and then the server can't listen on it again.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = 17_000 + Math.floor(Math.random() * 15_000);
    if (await portIsFree(port, host)) return port;
  }
}
