import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ConnectionOptions } from '../elasticsearch/client/cluster.ts';
import type { TlsSettings } from './connection-schema.ts';
import { configurationError, readConfiguredFile } from './secrets.ts';

/**
 * Reads and checks the PEM files of a cluster's `tls`. At start-up, so that a wrong file is reported then and not at
 * the first connection. Throws AppError invalid_input.
 */
export function readCertificates(
  tls: TlsSettings,
  path: string,
  resolvePath: (file: string) => string,
): NonNullable<ConnectionOptions['tls']> {
  const read = (key: 'ca' | 'certificate' | 'key') =>
    tls[key] === undefined ? undefined : readConfiguredFile(resolvePath(tls[key]), `${path}.${key}`);
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

/** A file with certificates of authorities. Throws AppError invalid_input. */
export function readCertificate(file: string, path: string, resolvePath: (file: string) => string): string {
  const pem = readConfiguredFile(resolvePath(file), path);
  checkCertificate(pem, path, file);
  return pem;
}

function checkCertificate(pem: string, path: string, file: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw configurationError(path, `The file ${file} holds no certificate in PEM form.`);
  }
}
