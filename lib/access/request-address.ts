import { configuration } from '../config/loaded.ts';
import { isAmong, peerAddress } from './client-address.ts';

type Sent = { get(name: string): string | null };

/** Set by the proxy on every request it lets through: path and query, without the sub-path. */
export const PATH_HEADER = 'x-restore-desk-path';

/** Whether people reach us by https: the public address says so, or a trusted proxy does for this request. */
export function isHttps(sent: Sent): boolean {
  const { publicUrl, trustedProxies } = configuration();
  if (publicUrl) return publicUrl.startsWith('https:');
  const peer = peerAddress(sent);
  return (
    peer !== null && isAmong(peer, trustedProxies) && sent.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
  );
}
