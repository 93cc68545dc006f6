import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What is still on its way is taken and dropped for this long: a sender that is cut off sooner never reads the answer. */
const LINGER_MS = 500;

const turnedAway = new WeakSet<IncomingMessage>();

/** Answers with one sentence before anything else sees the request, and closes the connection. */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): void {
  turnedAway.add(request);
  // Node would go on by itself, over what is answered here: about a host that isn't named, or a body that waits to be asked for.
  request.headers.host ??= '';
  delete request.headers.expect;
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  const body = `${sentence}\n`;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
    ...headers,
  });
  response.write(body);
  request.resume();
  setTimeout(() => response.end(() => request.socket.destroy()), LINGER_MS);
}

/** Next listens for requests by itself: what was turned away is not handed on to it. */
export function handOnTheRest(server: Server): void {
  const emit = server.emit.bind(server);
  server.emit = (event: string | symbol, ...what: unknown[]) =>
    event === 'request' && turnedAway.has(what[0] as IncomingMessage)
      ? true
      : emit(event as 'request', ...(what as [IncomingMessage, ServerResponse]));
}
