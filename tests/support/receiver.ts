import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receiver {
  url: string;
  /** The bodies of the requests, in order. */
  received: string[];
  close: () => void;
}

/** A real HTTP server that takes every message and answers `answer`. */
export async function startReceiver(answer = 'thank you'): Promise<Receiver> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push(Buffer.concat(parts).toString('utf8'));
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/hook`,
    received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
