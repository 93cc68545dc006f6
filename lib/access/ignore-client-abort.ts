import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open requests of each connection: several, where a client pipelines. */
const openRequests = new WeakMap<Socket, Set<IncomingMessage>>();

/**
 * A client that disconnects before it has its answer is no defect. Node emits an `error` on the request then, but only if
 * somebody listens. Next replaces the request's internals with those of a copied body (`replaceRequestBody`), and the
 * listeners and that check go with them: the abort became an uncaught exception. So the listener is added when the
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
