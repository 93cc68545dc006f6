import type { IncomingMessage, ServerResponse } from 'node:http';
import { rejectBody, rejectRequest } from './reject-request.ts';
import { isUpload } from './upload-request.ts';

/** Larger than any form we send, small enough to keep in memory. */
const BODY_LIMIT_BYTES = 1024 * 1024;

const SENTENCE = 'The request is larger than Restore Desk accepts.';

/** Rejects a body whose declared length is too long, and one without a declared length as soon as it is. False: rejected. */
export function limitBody(request: IncomingMessage, response: ServerResponse): boolean {
  // Its route counts.
  if (isUpload(request)) return true;
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (Number(length ?? 0) > BODY_LIMIT_BYTES) {
    rejectRequest(request, response, 413, SENTENCE);
    return false;
  }
  // A declared length is enforced by Node.
  if (encoding !== undefined) countBody(request, response);
  return true;
}

/** Counts while Next reads. A `data` listener starts the flow, so ours is added only with Next's first one, and ahead of it. */
function countBody(request: IncomingMessage, response: ServerResponse): void {
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= BODY_LIMIT_BYTES) return;
    rejectBody(request, response, 413, SENTENCE);
  };
  request.on('newListener', function start(event) {
    if (event !== 'data') return;
    request.off('newListener', start);
    request.on('data', count);
  });
}
