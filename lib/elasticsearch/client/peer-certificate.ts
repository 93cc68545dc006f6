import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { cancelled } from '../../errors.ts';
import type { ConnectionOptions } from './cluster.ts';

/** What the cluster shows of itself when a connection by TLS begins. */
export interface PeerCertificate {
  /** "TLSv1.3" */
  protocol: string;
  /** Why it is not trusted: a code of Node or OpenSSL; null: it is trusted. */
  problem: string | null;
  /** Of its own certificate. */
  validFromMs: number;
  validToMs: number;
  issuer: string;
}

/**
 * The certificate at an https address, also one that is not trusted. Nothing is sent but the handshake: no credentials. Throws the
 * error of the system, and `cancelled`.
 */
export async function readPeerCertificate(
  { url, tls }: Pick<ConnectionOptions, 'url' | 'tls'>,
  signal: AbortSignal,
): Promise<PeerCertificate> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (signal.aborted) throw cancelled();
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      // Read and described here; requests to the cluster check it.
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(tls?.ca ? { ca: tls.ca } : {}),
      ...(tls?.cert && tls.key ? { cert: tls.cert, key: tls.key } : {}),
    });
    const abort = () => socket.destroy(cancelled());
    signal.addEventListener('abort', abort, { once: true });
    socket.once('secureConnect', () => {
      resolve(describe(socket));
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      reject(new Error('The connection was closed during the handshake.'));
    });
  });
}

function describe(socket: TLSSocket): PeerCertificate {
  const found = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    problem: socket.authorized ? null : String(socket.authorizationError),
    validFromMs: Date.parse(found.valid_from),
    validToMs: Date.parse(found.valid_to),
    issuer: [found.issuer?.CN, found.issuer?.O].flat().find((part) => part !== undefined) ?? 'an unnamed authority',
  };
}

/** When the first of the certificates in a PEM text ends; null: there is none. */
export function earliestEnd(pem: string | undefined): number | null {
  const blocks = (pem ?? '').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const ends = blocks.map((block) => Date.parse(new X509Certificate(block).validTo));
  return ends.length === 0 ? null : Math.min(...ends);
}
