import { serving } from '../serving.ts';

/**
 * Sets the type and the length of a route's answer on the response itself. Next adds a header as a list of one, and then
 * does not compress it, because a list is no content type (5,000 indices: 1.4 MB, a tenth of that compressed); and it drops
 * the length, without which a browser can't show a download's progress. A header that is already set it leaves alone.
 */
export function setTypeAndLength({ headers }: Response): void {
  const response = serving()?.responses.getStore();
  for (const name of ['content-type', 'content-length']) {
    const value = headers.get(name);
    if (value !== null) response?.setHeader(name, value);
  }
}

/** Status 503 and `retry-after`, for programs, on an action's answer, to which Next gives 200; people read the same in the answer. */
export function setServiceUnavailable(retryAfterSeconds: number): void {
  const response = serving()?.responses.getStore();
  if (!response || response.headersSent) return;
  response.statusCode = 503;
  response.setHeader('retry-after', String(retryAfterSeconds));
}
