import { lookup as lookUpName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.ts';
import { privateAddressRefused } from './no-answer.ts';

/**
 * Looks a name up for a connection, and refuses it where one of its addresses is private: what is checked is what is connected to, so
 * that a name that is public now and private a moment later leads nowhere. A connection to an address has no look-up: see
 * `requirePublicAddress`.
 */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookUpName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isPrivateAddress(address))) return callback(privateAddressRefused(), []);
    const [first] = addresses;
    if (options.all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** For `lookup` of a connection; undefined: any address may be reached. */
export const lookupFor = ({ privateNetwork }: { privateNetwork: boolean }): LookupFunction | undefined =>
  privateNetwork ? undefined : publicLookup;

/** Throws NoAnswer where the host is written as a private address. `host`: of an address, or as it is configured. */
export function requirePublicAddress(host: string, { privateNetwork }: { privateNetwork: boolean }): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (!privateNetwork && isIP(bare.split('%')[0]!) !== 0 && isPrivateAddress(bare)) throw privateAddressRefused();
}
