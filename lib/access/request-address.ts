import { configuration } from '../config/loaded.ts';
import { isAmong, peerAddress } from './client-address.ts';

type Sent = { get(name: string): string | null };

/** Set by Next's proxy (proxy.ts) on every request that it passes on: path and query, without the sub-path. */
export const PATH_HEADER = 'x-restore-desk-path';

/** Whether the client uses https, by the public address or by a trusted proxy's header. */
export function isHttps(sent: Sent): boolean {
  const { publicUrl, trustedProxies } = configuration();
  if (publicUrl) return publicUrl.startsWith('https:');
  const peer = peerAddress(sent);
  return (
    peer !== null && isAmong(peer, trustedProxies) && sent.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
  );
}
