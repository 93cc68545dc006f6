import { createServer, type AddressInfo } from 'node:net';

interface RawServer {
  url: string;
  /** Resolves at the first byte of a request. */
  requested: Promise<void>;
  close: () => void;
}

/** A server that sends this text to every request; null: it never answers. */
export async function startRawServer(answer: string | null): Promise<RawServer> {
  let onRequest: () => void = () => undefined;
  const requested = new Promise<void>((resolve) => (onRequest = resolve));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      onRequest();
      if (answer !== null) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requested, close: () => server.close() };
}
