import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Somebody who goes away while they are answered is no defect. Node says so to whoever listens, and to nobody if nobody does;
 * Next puts a copy of the body in the request's place (`replaceRequestBody`), and with it go the listeners and Node's own
 * care: the hang-up became an uncaught exception. So we listen when it happens, whatever the request has become by then.
 */
export function surviveHangUp(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  const listen = () => void request.on('error', () => undefined);
  // Ahead of Node's own listener, which tells the request.
  socket.prependListener('close', listen);
  response.once('close', () => socket.off('close', listen));
}
