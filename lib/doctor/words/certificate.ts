import { formatUtcMinute } from '../../format.ts';
import { failure, ok, warning, type Finding } from '../check.ts';

const DAY_MS = 86_400_000;
/** A certificate that ends within this time is renewed now. */
const SOON_MS = 14 * DAY_MS;

export interface Encryption {
  /** The cluster is on this machine. */
  loopback: boolean;
  /** null: the address is http. */
  certificate: {
    protocol: string;
    /** A code; null: it is trusted. */
    problem: string | null;
    validFromMs: number;
    validToMs: number;
    issuer: string;
  } | null;
  /** `tls.verification` is on. */
  verified: boolean;
  /** When the first certificate of `tls.ca` and of `tls.certificate` ends; null: not configured. */
  authorityEndsMs: number | null;
  clientEndsMs: number | null;
}

/** Whether what is sent to the cluster can be read or changed on its way, now or soon. */
export function certificateFinding(found: Encryption, nowMs: number): Finding {
  const { certificate, loopback, verified } = found;
  if (certificate === null)
    return loopback
      ? ok('The connection is not encrypted, and does not leave this machine.')
      : warning(
          'The connection is not encrypted: anyone on the network path can read and change documents and passwords.',
          'Switch on TLS in the cluster, and begin `url` with https://; docs/configuration.md has `tls`.',
        );
  const { problem, protocol, validFromMs, validToMs } = certificate;
  if (validToMs <= nowMs)
    return failure(
      `The certificate of the cluster ended on ${day(validToMs)}.`,
      'The administrator of the cluster renews it.',
    );
  if (validFromMs > nowMs)
    return failure(
      `The certificate of the cluster begins on ${day(validFromMs)}, which is in the future.`,
      'Check the clocks of both machines, then the certificate.',
    );
  if (!verified)
    return warning(
      `${protocol}, but the certificate is not verified: another server can pretend to be the cluster.`,
      'Name its authority as `tls.ca`, and remove `tls.verification: off`.',
    );
  if (problem !== null) return untrusted(problem, found);
  const ends = endsOf(found);
  const first = ends.reduce((one, other) => (other.atMs < one.atMs ? other : one));
  if (first.atMs <= nowMs) return failure(`${first.what} ended on ${day(first.atMs)}.`, first.next);
  if (first.atMs - nowMs <= SOON_MS)
    return warning(`${first.what} ends on ${day(first.atMs)}, in ${daysTo(first.atMs, nowMs)}.`, first.next);
  const by = found.authorityEndsMs === null ? 'an authority that this machine trusts' : 'the authority of `tls.ca`';
  return ok(
    `${protocol}; the certificate is verified by ${by}, and ends on ${day(validToMs)}, in ${daysTo(validToMs, nowMs)}.`,
  );
}

function endsOf({ authorityEndsMs, certificate, clientEndsMs }: Encryption) {
  return [
    {
      what: 'The certificate of the cluster',
      atMs: certificate!.validToMs,
      next: 'The administrator of the cluster renews it.',
    },
    {
      what: 'The certificate of the authority that `tls.ca` names',
      atMs: authorityEndsMs ?? Infinity,
      next: 'Get the new one of that authority, and name its file as `tls.ca`.',
    },
    {
      what: 'Our client certificate, which `tls.certificate` names,',
      atMs: clientEndsMs ?? Infinity,
      next: 'Have a new one made, and put it into the files of `tls.certificate` and `tls.key`.',
    },
  ];
}

function untrusted(problem: string, { authorityEndsMs, certificate }: Encryption): Finding {
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return failure(
      'The certificate of the cluster is for another name than that of `url`.',
      'Use a name of the certificate in `url`, or have a certificate made for this name.',
    );
  return authorityEndsMs === null
    ? failure(
        `The certificate of the cluster is not trusted (${problem}): it is of “${certificate!.issuer}”, which this machine does not know.`,
        'Name the PEM file of that authority as `tls.ca`.',
      )
    : failure(
        `The certificate of the cluster is not of the authority that \`tls.ca\` names, but of “${certificate!.issuer}” (${problem}).`,
        'Name the PEM file of the right authority as `tls.ca`. If the certificate was not replaced on purpose, the connection may be intercepted.',
      );
}

const day = (ms: number): string => formatUtcMinute(ms);

function daysTo(ms: number, nowMs: number): string {
  const days = Math.floor((ms - nowMs) / DAY_MS);
  return days === 1 ? '1 day' : days === 0 ? 'less than a day' : `${String(days)} days`;
}
