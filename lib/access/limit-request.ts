import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { turnAway } from './turn-away.ts';

/** Larger than any plan's answer we are sent, smaller than trouble. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** A page's headers and bodies are small: who needs longer to say what they want is holding a connection, not asking. */
const HEADERS_WITHIN_MS = 20_000;
const REQUEST_WITHIN_MS = 60_000;

const SENTENCE = 'That is more than Restore Desk takes at once.';

/** Node looks every 30 s for connections that are late. */
export function limitTime(server: Server): void {
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
}

/**
 * Refuses a body that says it is too long, and counts one that doesn't say as it comes in: before any of it is kept,
 * and whatever would have become of it.
 */
export function limitBody(request: IncomingMessage, response: ServerResponse): void {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) {
    turnAway(request, response, 413, SENTENCE);
    return;
  }
  const push = request.push.bind(request);
  let bytes = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    const within = bytes <= BODY_LIMIT_BYTES;
    bytes += chunk?.length ?? 0;
    if (bytes <= BODY_LIMIT_BYTES) return push(chunk, encoding);
    if (within) turnAway(request, response, 413, SENTENCE);
    return true;
  };
}
