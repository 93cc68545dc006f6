import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Networks that no public service is in: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), and multicast.
 */
const NETWORKS = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Within 2000::/3, which is all that is public. */
const NETWORKS_6 = ['2001::/23', '2001:db8::/32', '3fff::/20'];

const blocked = new BlockList();
for (const network of NETWORKS) {
  const [address, bits] = network.split('/');
  blocked.addSubnet(address!, Number(bits), 'ipv4');
}
const blocked6 = new BlockList();
for (const network of NETWORKS_6) {
  const [address, bits] = network.split('/');
  blocked6.addSubnet(address!, Number(bits), 'ipv6');
}

/**
 * Whether an IP address is of this machine, of a private network, or of another that no public service is in. An IPv6 address
 * that carries an IPv4 address (mapped, NAT64, 6to4) is what that one is. Anything but an address counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  const [bare] = address.replace(/^\[|\]$/g, '').split('%');
  if (bare === undefined) return true;
  if (isIPv4(bare)) return blocked.check(bare, 'ipv4');
  if (!isIPv6(bare)) return true;
  const words = wordsOf(bare);
  const carried = carriedAddress(words);
  if (carried !== null) return blocked.check(carried, 'ipv4');
  return (words[0]! & 0xe000) !== 0x2000 || blocked6.check(bare, 'ipv6');
}

/** The eight words of a valid IPv6 address. */
function wordsOf(address: string): number[] {
  // The last four bytes may be written as IPv4.
  const text = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.map(Number);
    return `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`;
  });
  const [head, tail] = text.split('::').map((part) => part.split(':').filter((word) => word !== ''));
  const first = head ?? [];
  const last = tail ?? [];
  const zeros = Array<string>(8 - first.length - last.length).fill('0');
  return [...first, ...zeros, ...last].map((word) => parseInt(word, 16));
}

/** null: it carries none. */
function carriedAddress(words: readonly number[]): string | null {
  const startsWith = (...prefix: number[]) => prefix.every((word, at) => words[at] === word);
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return ipv4(words[6]!, words[7]!);
  return startsWith(0x2002) ? ipv4(words[1]!, words[2]!) : null;
}

const ipv4 = (high: number, low: number): string => [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
