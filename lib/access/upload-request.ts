import type { IncomingMessage } from 'node:http';
import { processGlobal } from '../process-wide.ts';
import { basePath } from './session-cookie.ts';

/**
 * Set by the request guard on an upload, and removed from every other request: `proxy.ts` skips the request that has it,
 * because Next copies the body of whatever passes through a proxy into memory.
 */
export const UPLOAD_HEADER = 'x-restore-desk-upload';

const PATH = /^\/api\/[^/]+\/backups\/import$/;

/** The only request whose body may be larger, and take longer, than a form's. */
export function isUpload({ method, url = '/' }: IncomingMessage): boolean {
  const path = url.split('?')[0]!;
  return method === 'POST' && path.startsWith(basePath()) && PATH.test(path.slice(basePath().length));
}

/** Uploads whose route reads their body, and limits the time itself. */
const received = processGlobal('received-uploads', () => new WeakSet<IncomingMessage>());

export const receives = (request: IncomingMessage): void => void received().add(request);
export const isReceived = (request: IncomingMessage): boolean => received().has(request);
