import 'server-only';
import { configuration } from '../config/loaded.ts';

/**
 * Whether another site's page asks for this: it could read nothing of the answer, but it has no business here either.
 * A link followed from elsewhere to a page is fine; this is for routes.
 */
export function isForeign(sent: { get(name: string): string | null }): boolean {
  const site = sent.get('sec-fetch-site');
  return (sent.get('origin') !== null && !isOwnOrigin(sent)) || site === 'cross-site' || site === 'same-site';
}

/** Where a change may be asked from: the public address where one is configured, else the very host that was asked. */
export function isOwnOrigin(sent: { get(name: string): string | null }): boolean {
  const origin = URL.parse(sent.get('origin') ?? '');
  if (!origin) return false;
  // Browsers say so themselves, and a page can't write this header.
  const site = sent.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const { publicUrl } = configuration();
  if (publicUrl && origin.origin === new URL(publicUrl).origin) return true;
  return publicUrl === null && origin.host === sent.get('host');
}
