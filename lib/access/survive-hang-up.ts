import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is being answered on each connection: several, where somebody doesn't wait for one answer before they ask again. */
const underWay = new WeakMap<Socket, Set<IncomingMessage>>();

/**
 * Somebody who goes away while they are answered is no defect. Node says so to whoever listens, and to nobody if nobody does;
 * Next puts a copy of the body in the request's place (`replaceRequestBody`), and with it go the listeners and Node's own
 * care: the hang-up became an uncaught exception. So we listen when it happens, whatever the request has become by then.
 */
export function surviveHangUp(request: IncomingMessage, response: ServerResponse): void {
  const requests = requestsOn(request.socket);
  requests.add(request);
  response.once('close', () => requests.delete(request));
}

function requestsOn(socket: Socket): Set<IncomingMessage> {
  const known = underWay.get(socket);
  if (known) return known;
  const requests = new Set<IncomingMessage>();
  underWay.set(socket, requests);
  // Ahead of Node's own listener, which tells the requests.
  socket.prependOnceListener('close', () => requests.forEach((request) => request.on('error', () => undefined)));
  return requests;
}
