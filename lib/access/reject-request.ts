import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the client still sends is read and dropped for this long: closed earlier, the connection resets before the client reads the answer. */
const LINGER_MS = 500;

/** The same while Next reads the body: it keeps no more of it, and never sees its end, so it neither answers nor changes anything. */
export function rejectBody(request: IncomingMessage, response: ServerResponse, status: number, sentence: string): void {
  request.removeAllListeners('data').removeAllListeners('end');
  if (response.headersSent) request.socket.destroy();
  else rejectRequest(request, response, status, sentence);
}

/** Answers with one sentence, and closes the connection. */
export function rejectRequest(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): void {
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
