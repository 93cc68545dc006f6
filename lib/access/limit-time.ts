import type { IncomingMessage, ServerResponse } from 'node:http';
import { rejectBody } from './reject-request.ts';
import { isReceived } from './upload-request.ts';

/** Bodies of our pages are small: a client that needs longer only holds a connection. */
const BODY_WITHIN_MS = 60_000;

/**
 * Disconnects a client whose request is not complete in time. Node has one such limit for all requests of a server; an upload
 * that its route is reading has limits of its own (lib/access/upload-body.ts).
 */
export function limitTime(request: IncomingMessage, response: ServerResponse): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && !(Number(length) > 0)) return;
  const timer = setTimeout(() => {
    if (!request.complete && !isReceived(request)) rejectBody(request, response, 408, 'The request took too long.');
  }, BODY_WITHIN_MS).unref();
  response.once('close', () => {
    if (request.complete) clearTimeout(timer);
  });
}
