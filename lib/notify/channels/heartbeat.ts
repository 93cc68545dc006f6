import type { HttpAccess } from '../../config/configuration.ts';
import type { HttpMessage } from '../request.ts';

type Beat = 'start' | 'success' | 'failure';
const SUFFIXES = { start: '/start', success: '', failure: '/fail' } as const;

/** As healthchecks.io reads it: `<url>/start`, `<url>`, `<url>/fail`, with a text that it keeps. */
export function heartbeatMessage({ url }: HttpAccess, beat: Beat, text: string): HttpMessage {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}${SUFFIXES[beat]}`;
  return { url: address.href, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}
