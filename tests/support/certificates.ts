import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/**
 * A certificate and its key in PEM form. Created during the test: without openssl, and no file in the repository
 * expires.
 */
interface Certificate {
  cert: string;
  key: string;
}

export interface Authority extends Certificate {
  /** A server's certificate, valid for these names and addresses. */
  forServer(names: readonly string[], validity?: Validity): Certificate;
  forClient(name: string): Certificate;
}

interface Validity {
  from?: Date;
  to?: Date;
}

const DAY_MS = 86_400_000;

export function makeAuthority(name: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issue = (
    subject: string,
    subjectKey: KeyObject,
    extensions: Buffer[],
    { from = new Date(Date.now() - DAY_MS), to = new Date(Date.now() + DAY_MS) }: Validity = {},
  ): string => {
    const body = sequence(
      tagged(0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
      ecdsaWithSha256,
      distinguished(name),
      sequence(time(from), time(to)),
      distinguished(subject),
      subjectKey.export({ type: 'spki', format: 'der' }),
      tagged(3, sequence(...extensions)),
    );
    return pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey))));
  };
  const issueTo = (subject: string, extensions: Buffer[], validity?: Validity): Certificate => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { cert: issue(subject, pair.publicKey, extensions, validity), key: pemOf(pair.privateKey) };
  };
  return {
    cert: issue(name, publicKey, [
      extension('2.5.29.19', sequence(der(0x01, Buffer.from([0xff]))), true),
      extension('2.5.29.15', der(0x03, Buffer.from([1, 0x06])), true),
    ]),
    key: pemOf(privateKey),
    forServer: (names, validity) =>
      issueTo(
        names[0] ?? 'server',
        [usage('1.3.6.1.5.5.7.3.1'), extension('2.5.29.17', sequence(...names.map(alternativeName)))],
        validity,
      ),
    forClient: (subject) => issueTo(subject, [usage('1.3.6.1.5.5.7.3.2')]),
  };
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;

// The part of ASN.1's DER that an X.509 certificate needs (RFC 5280, section 4.1).
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const tagged = (number: number, part: Buffer) => der(0xa0 + number, part);
const integer = (bytes: Buffer) => der(0x02, bytes);
const bits = (bytes: Buffer) => der(0x03, Buffer.from([0]), bytes);
const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));

function identifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first! * 40 + second!, ...bytes]));
}

const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));
const distinguished = (name: string) =>
  sequence(der(0x31, sequence(identifier('2.5.4.3'), der(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer, critical = false) =>
  sequence(identifier(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
const usage = (id: string) => extension('2.5.29.37', sequence(identifier(id)));
const alternativeName = (name: string) =>
  isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
