import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open requests of each connection: several, where a client pipelines. */
const openRequests = new WeakMap<Socket, Set<IncomingMessage>>();

/**
 * Ignores the `error` of a request whose client disconnects before the response: that is no defect. Node emits it only if
 * there is a listener. But Next replaces the request's internals with those of a copied body (`replaceRequestBody`), which
 * removes the listeners and that check, so the abort was an uncaught exception. The listener is therefore added when the
 * connection closes.
 */
export function ignoreClientAbort(request: IncomingMessage, response: ServerResponse): void {
  const requests = openRequestsOn(request.socket);
  requests.add(request);
  response.once('close', () => requests.delete(request));
}

function openRequestsOn(socket: Socket): Set<IncomingMessage> {
  const known = openRequests.get(socket);
  if (known) return known;
  const requests = new Set<IncomingMessage>();
  openRequests.set(socket, requests);
  // Before Node's own listener, which emits the errors.
  socket.prependOnceListener('close', () => requests.forEach((request) => request.on('error', () => undefined)));
  return requests;
}
