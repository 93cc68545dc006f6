import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ConnectionOptions } from '../elasticsearch/client/cluster.ts';
import type { ClusterSettings } from './schema.ts';
import { configurationError, readFileOf } from './secrets.ts';

/** The PEM files of a cluster's `tls`, read and looked at when Restore Desk starts: not first when the cluster turns them down. */
export function certificates(
  tls: NonNullable<ClusterSettings['tls']>,
  path: string,
  at: (file: string) => string,
): NonNullable<ConnectionOptions['tls']> {
  const read = (key: 'ca' | 'certificate' | 'key') =>
    tls[key] === undefined ? undefined : readFileOf(at(tls[key]), `${path}.${key}`);
  const ca = read('ca');
  const cert = read('certificate');
  const key = read('key');
  if (ca !== undefined) checkCertificate(ca, `${path}.ca`, tls.ca!);
  if (cert !== undefined && key !== undefined) {
    checkCertificate(cert, `${path}.certificate`, tls.certificate!);
    try {
      createSecureContext({ cert, key });
    } catch {
      throw configurationError(
        `${path}.key`,
        `The file ${tls.key!} is not the key of ${tls.certificate!}, or it is locked by a passphrase.`,
      );
    }
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    verify: tls.verification === 'on',
  };
}

function checkCertificate(pem: string, path: string, file: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw configurationError(path, `The file ${file} holds no certificate in PEM form.`);
  }
}
