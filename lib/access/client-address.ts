import { BlockList, isIP } from 'node:net';
import { configuration } from '../config/loaded.ts';

/** Set by the request guard from the connection of every request, whatever the client sent under this name. */
export const PEER_HEADER = 'x-restore-desk-peer';

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');

/** Whether an address is one of the named ones: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. */
export function isAmong(address: string, named: readonly string[]): boolean {
  const peer = plain(address);
  const family = isIP(peer);
  if (family === 0) return false;
  const list = new BlockList();
  for (const entry of named) {
    const [network, prefix] = entry.split('/');
    const version = isIP(network ?? '');
    if (version === 0 || !network) continue;
    const type = version === 4 ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(network, type);
    else list.addSubnet(network, Number(prefix), type);
  }
  return list.check(peer, family === 4 ? 'ipv4' : 'ipv6');
}

/** The other end of the connection; null: not known. */
export const peerAddress = (sent: { get(name: string): string | null }): string | null => {
  const peer = sent.get(PEER_HEADER);
  return peer === null ? null : plain(peer);
};

/**
 * The client's address; null if unknown. If the peer is a trusted proxy: the last address in X-Forwarded-For that isn't a
 * trusted proxy's, or the first one if all are. Otherwise the peer's.
 */
export function clientAddress(sent: { get(name: string): string | null }): string | null {
  const peer = peerAddress(sent);
  const { trustedProxies } = configuration();
  if (peer === null || !isAmong(peer, trustedProxies)) return peer;
  let nearest = peer;
  for (const entry of (sent.get('x-forwarded-for') ?? '').split(',').reverse()) {
    const hop = addressIn(entry);
    // No trusted proxy wrote the entries before one that is no address.
    if (hop === null) break;
    nearest = hop;
    if (!isAmong(hop, trustedProxies)) break;
  }
  return nearest;
}

/** Null if it is no address. Some proxies write `192.0.2.7:51000`, `[2001:db8::7]` or `[2001:db8::7]:51000`. */
function addressIn(entry: string): string | null {
  const text = entry.trim();
  const bare = plain(/^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text);
  return isIP(bare) === 0 ? null : bare;
}

/**
 * The key of a rate limit: an IPv4 address, or the IPv6 /64 network, which one household or machine has whole: from it each
 * request could have a new address.
 */
export function callerOf(address: string | null): string {
  if (address === null) return 'unknown';
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const parts = (text: string | undefined) => (text ? text.split(':') : []);
  const gap = Array.from({ length: Math.max(0, 8 - parts(head).length - parts(tail).length) }, () => '0');
  const network = [...parts(head), ...(tail === undefined ? [] : gap), ...parts(tail)].slice(0, 4);
  return `${network.map((part) => Number.parseInt(part, 16).toString(16)).join(':')}::/64`;
}
