/** A sentence that says why there was no answer: never with the address, which may be a secret. */
export class NoAnswer extends Error {}

export const privateAddressRefused = (): NoAnswer =>
  new NoAnswer(
    'Nothing was sent: the address is of a private network or of this machine. If that is intended, give the channel `privateNetwork: true`.',
  );

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the name of the server is not known'],
  ['EAI_AGAIN', 'the name service did not answer'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was closed'],
  ['EPIPE', 'the connection was closed'],
  ['ECONNECTION', 'the connection was closed'],
  ['ETIMEDOUT', 'the server can’t be reached in time'],
  ['EHOSTUNREACH', 'the server can’t be reached'],
  ['ENETUNREACH', 'its network can’t be reached'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is signed by itself: name it, or its authority, as `ca`'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is of an unknown authority: name that as `ca`'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is of an unknown authority: name that as `ca`'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is of an unknown authority: name that as `ca`'],
]);

/**
 * The sentence for an error of a connection. Errors of several addresses are one: the first with a known reason. Nodemailer keeps the
 * first code in `originalCode`.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof NoAnswer) return error.message;
  const { code, errors, originalCode } = error as { code?: unknown; originalCode?: unknown; errors?: unknown };
  const codes = [
    originalCode,
    code,
    ...(Array.isArray(errors) ? errors.map((each) => (each as { code?: unknown }).code) : []),
  ];
  const known = codes.find((each): each is string => typeof each === 'string' && REASONS.has(each));
  if (known !== undefined) return `No answer: ${REASONS.get(known)!} (${known}).`;
  const other = codes.find((each) => typeof each === 'string' && /^[A-Z0-9_]{2,60}$/.test(each));
  return typeof other === 'string'
    ? `No answer: the connection failed (${other}).`
    : 'No answer: the connection failed.';
}
