import { errors } from '@elastic/elasticsearch';
import { AppError, cancelled } from '../../errors.ts';
import type { ClusterRequest, ConnectionOptions } from './cluster.ts';

interface ConnectionFailure {
  /** Ends a sentence that begins "No connection to …:". */
  reason: string;
  hint: string;
  /** The handshake failed: `authority`, as the certificate's is not known here; else by another fault that does not pass by itself. */
  tls?: 'authority' | 'other';
}

/** Whether a connection failed because the certificate's authority is not known here: a `ca` may help. */
export const isUnknownAuthority = (error: unknown): boolean =>
  error instanceof AppError && error.details['tls'] === 'authority';

/** Messages of Node and OpenSSL: after a failed handshake nothing else distinguishes the causes. */
const UNTRUSTED =
  /unable to verify the first certificate|self[- ]signed certificate|unable to get (?:local )?issuer certificate|unable to get issuer/i;
const NO_TLS = /wrong version number|packet length too long|http request|record layer failure/i;
const ALERT =
  /certificate[ _]required|bad[ _]certificate|handshake[ _]failure|unknown[ _]ca|alert number (?:40|42|46|48|116)/i;
const CLOSED = /other side closed|socket hang up|ECONNRESET|socket disconnected before secure/i;

/** `connection`: given while the connection is made; left out while a response is read. */
export function connectionError(error: unknown, request: ClusterRequest, connection?: ConnectionOptions): unknown {
  // Only our own signal means cancelled: the client also reports a shared connection that it closed as aborted.
  if (request.signal?.aborted) return cancelled();
  if (error instanceof AppError) return error;
  if (
    error instanceof errors.TimeoutError ||
    (error instanceof Error && /timeout/i.test(error.name + (error as { code?: string }).code))
  ) {
    return new AppError(
      'timed_out',
      `The cluster did not answer ${request.method} ${request.path.split('?')[0]} in time.`,
      { cause: error, hint: 'It may be overloaded, or the network is slow. Check its health before trying again.' },
    );
  }
  const message = error instanceof Error ? rootMessage(error) : String(error);
  if (!connection)
    return new AppError('unreachable', `The connection to the cluster broke: ${message}.`, {
      cause: error,
      hint: 'Check that Elasticsearch is running and that its address and certificate are right.',
    });
  const { reason, hint, tls } = connectionFailure(message, connection);
  const system = SYSTEM_CODE.exec(message)?.[0];
  return new AppError('unreachable', `No connection to ${connection.url}: ${reason}.`, {
    cause: error,
    hint,
    details: { ...(system && { system }), ...(tls && { tls }) },
  });
}

/** The client keeps only the text of an error of the system. */
const SYSTEM_CODE = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b/;

function rootMessage(error: Error): string {
  const inner = (error as { cause?: unknown }).cause;
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) return inner.errors[0].message;
  return inner instanceof Error && inner.message ? inner.message : error.message;
}

/** Why a connection could not be made, and what to check. */
function connectionFailure(message: string, { url, tls }: ConnectionOptions): ConnectionFailure {
  const { hostname, protocol } = new URL(url);
  const secure = protocol === 'https:';
  if (UNTRUSTED.test(message)) return untrustedCertificate(tls);
  if (/does not match certificate/i.test(message)) return hostnameMismatch(message, hostname);
  if (/certificate has expired/i.test(message))
    return {
      reason: 'its certificate has expired',
      hint: 'The administrator of the cluster must renew it.',
      tls: 'other',
    };
  if (/certificate is not yet valid/i.test(message))
    return {
      reason: 'its certificate is not valid yet',
      hint: 'Check the clocks of both machines.',
      tls: 'other',
    };
  if (secure && NO_TLS.test(message))
    return {
      reason: 'what answers there does not speak https',
      hint: 'If Elasticsearch speaks plain http there, the address begins with http://.',
      tls: 'other',
    };
  if (secure && ALERT.test(message)) return clientCertificateRefused(tls);
  if (CLOSED.test(message))
    return {
      reason: 'it closed the connection without an answer',
      hint: `Is it running? ${closedConnectionHint(secure, tls)} Its log says why.`,
    };
  return {
    reason: message
      .replace(/ - Local: .*$/, '')
      .trim()
      .replace(/\.$/, ''),
    hint: 'Check that Elasticsearch is running and that its address and certificate are right.',
  };
}

const untrustedCertificate = (tls: ConnectionOptions['tls']): ConnectionFailure =>
  tls?.ca
    ? {
        reason: 'its certificate is not signed by the authority that `tls.ca` names',
        hint:
          'Compare the two: `openssl s_client -showcerts -connect` shows what the cluster sends. ' +
          'Perhaps its authority was renewed.',
        tls: 'authority',
      }
    : {
        reason: 'its certificate is signed by an authority that is not known here',
        hint:
          'Name the PEM file of that authority: `tls.ca` in the configuration, ELASTICSEARCH_CA, ' +
          'or --ca on the command line.',
        tls: 'authority',
      };

function hostnameMismatch(message: string, hostname: string): ConnectionFailure {
  const names = /\b(?:DNS|IP Address):[^\s,]+(?:, (?:DNS|IP Address):[^\s,]+)*/.exec(message)?.[0];
  return {
    reason: `its certificate is for another name than ${hostname}${names ? ` (${names})` : ''}`,
    hint: 'Use a name from the certificate in the address, or create a certificate for this name.',
    tls: 'other',
  };
}

/** The cluster ended the handshake with an alert about our certificate. */
const clientCertificateRefused = (tls: ConnectionOptions['tls']): ConnectionFailure =>
  tls?.cert
    ? {
        reason: 'it does not accept the client certificate that `tls.certificate` names',
        hint: 'Is it signed by an authority that the cluster trusts, and still valid?',
        tls: 'other',
      }
    : {
        reason: 'it asks for a client certificate, and none is configured',
        hint: 'Name the PEM files of one: `tls.certificate` and `tls.key`.',
        tls: 'other',
      };

/** The likely cause where the connection was closed without an error. */
function closedConnectionHint(secure: boolean, tls: ConnectionOptions['tls']): string {
  if (!secure) return 'If it speaks https there, the address begins with https://.';
  return tls?.cert
    ? 'Perhaps it does not accept the client certificate that `tls.certificate` names.'
    : 'Perhaps it asks for a client certificate: `tls.certificate` and `tls.key` name one.';
}
