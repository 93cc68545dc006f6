import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DemoControl {
  /** A POST to it resets the demo, and is answered when that is done. Has a secret: pages of other sites can't know it. */
  url: string;
  close(): void;
}

/** Lets the demo's dashboard ask for a reset. Resets run one after another. */
export async function startDemoControl(reset: () => Promise<void>): Promise<DemoControl> {
  const path = `/${randomBytes(24).toString('hex')}`;
  let last = Promise.resolve();
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    const mine = last.then(reset);
    last = mine.catch(() => undefined);
    mine.then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  // A reset takes as long as it takes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${String(port)}${path}`, close };
}
