import 'server-only';
import { configuration } from '../config/loaded.ts';

/**
 * For routes: whether another site's page sent this request. It could not read the answer, and is refused all the same.
 * Pages may be opened by a link on another site.
 */
export function isCrossSite(sent: { get(name: string): string | null }): boolean {
  const site = sent.get('sec-fetch-site');
  return (sent.get('origin') !== null && !isOwnOrigin(sent)) || site === 'cross-site' || site === 'same-site';
}

/** Whether the `origin` header is ours: that of the configured public address, or else the requested host. */
export function isOwnOrigin(sent: { get(name: string): string | null }): boolean {
  const origin = URL.parse(sent.get('origin') ?? '');
  if (!origin) return false;
  // Set by the browser; a page can't write this header.
  const site = sent.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const { publicUrl } = configuration();
  if (publicUrl && origin.origin === new URL(publicUrl).origin) return true;
  return publicUrl === null && origin.host === sent.get('host');
}
