import { isIP } from 'node:net';
import { lookup } from 'node:dns/promises';
import type { ConfiguredChannel } from '../config/configuration.ts';
import { isPrivateAddress } from './private-address.ts';

/** Where a channel leads, found out without sending anything. */
export interface LookedUpChannel {
  /** Of its server, without the port. */
  host: string;
  addresses: readonly string[];
  /** It would refuse to send: an address is private, and the channel has no `privateNetwork`. */
  refused: boolean;
}

/** Throws the error of the name service. */
export async function lookUpChannel(channel: ConfiguredChannel): Promise<LookedUpChannel> {
  const host = channel.kind === 'email' ? channel.access.host : new URL(channel.access.url).hostname;
  const bare = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(bare) === 0 ? (await lookup(bare, { all: true })).map(({ address }) => address) : [bare];
  return { host: bare, addresses, refused: !channel.privateNetwork && addresses.some(isPrivateAddress) };
}
