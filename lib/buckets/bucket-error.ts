import { AppError, cancelled, isAppError } from '../errors.ts';

/** Which bucket, for sentences: its address without a prefix, and where it is. */
export interface BucketPlace {
  /** "s3://backups" */
  bucket: string;
  /** "http://127.0.0.1:9000", or "AWS". */
  endpoint: string;
}

/** What an error of the SDK says of itself; of a store's own text nothing is used, since it may name keys. */
interface StoreError {
  name?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
  cause?: unknown;
}

export const statusOf = (error: unknown): number | null =>
  (error as StoreError | null)?.$metadata?.httpStatusCode ?? null;

const nameOf = (error: unknown): string => (error as StoreError | null)?.name ?? '';

/** Nothing has the name: neither the object nor, perhaps, the bucket. */
export const isMissing = (error: unknown): boolean =>
  ['NoSuchKey', 'NotFound'].includes(nameOf(error)) || (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket');

/** Another object has the name (`If-None-Match`), or it is not the one that was opened (`If-Match`). */
export const isPreconditionFailed = (error: unknown): boolean =>
  statusOf(error) === 412 || statusOf(error) === 409 || nameOf(error) === 'PreconditionFailed';

/** The store does not know what was asked. */
export const isNotSupported = (error: unknown): boolean =>
  statusOf(error) === 501 || nameOf(error) === 'NotImplemented' || nameOf(error) === 'XNotImplemented';

export const isDenied = (error: unknown): boolean =>
  statusOf(error) === 403 && !(nameOf(error) in KEY_ERRORS) && !OTHER_REFUSALS.includes(nameOf(error));

const OTHER_REFUSALS: readonly string[] = ['RequestTimeTooSkewed', 'InvalidObjectState'];

const KEY_ERRORS: Record<string, string> = {
  InvalidAccessKeyId: 'does not know the access key',
  SignatureDoesNotMatch: 'refuses the keys: the secret does not belong to the access key',
  ExpiredToken: 'refuses the keys: they have expired',
  InvalidToken: 'refuses the session token',
  TokenRefreshRequired: 'refuses the keys: they have expired',
};

const NO_CONNECTION: Record<string, string> = {
  ECONNREFUSED: 'nothing listens at this address',
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to its network',
  ENETUNREACH: 'there is no way to its network',
  ECONNRESET: 'the connection was broken',
  EPIPE: 'the connection was broken',
  ETIMEDOUT: 'it did not answer in time',
  TimeoutError: 'it did not answer in time',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was broken',
};

const CERTIFICATE =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|HOSTNAME_MISMATCH)/;

/** The code of the system, also where it is the cause of another error. */
function codeOf(error: unknown): string {
  for (let at = error as StoreError | null | undefined, depth = 0; at && depth < 5; depth++) {
    if (typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError') return at.name;
    at = at.cause as StoreError | undefined;
  }
  return (error as Error | null)?.message === 'aborted' ? 'ECONNRESET' : '';
}

/** What the store received is not what was sent. */
const ON_THE_WAY: readonly string[] = ['BadDigest', 'XAmzContentSHA256Mismatch', 'IncompleteBody', 'RequestTimeout'];

/** The request may succeed when it is sent again. */
export function isTransientStoreError(error: unknown): boolean {
  const status = statusOf(error);
  if (codeOf(error) in NO_CONNECTION || ON_THE_WAY.includes(nameOf(error))) return true;
  return status !== null && (status === 429 || (status >= 500 && status !== 501 && status !== 507));
}

/**
 * An error of a request to a bucket as AppError `disk`, or `cancelled`; what is no error of a store is returned unchanged. `what`: what was tried, as in "read a.zip" or "list
 * backups". `right`: the name of the permission that it needs.
 */
export function bucketError(
  error: unknown,
  { bucket, endpoint }: BucketPlace,
  { what, right, signal }: { what: string; right: string; signal?: AbortSignal | undefined },
): unknown {
  if (isAppError(error)) return error;
  if (signal?.aborted || nameOf(error) === 'AbortError') return cancelled();
  const at = `${bucket} at ${endpoint}`;
  const problem = (message: string, hint: string, details: Record<string, unknown> = {}) =>
    new AppError('disk', message, { hint, details, cause: error });
  if ((error as Error | null)?.message === 'Region is missing')
    return problem(`No region is named for ${at}.`, 'Set `region` in the configuration, or AWS_REGION.');
  const name = nameOf(error);
  const code = codeOf(error);
  if (code in NO_CONNECTION)
    return problem(
      `The store of ${at} can’t be reached: ${NO_CONNECTION[code]!}.`,
      'Check its address and the network. Restore Desk tries again by itself and uses it as soon as it answers.',
      { answers: false },
    );
  if (CERTIFICATE.test(code))
    return problem(
      `The certificate of ${endpoint} is not trusted (${code}).`,
      'Name its authority: `ca` in the configuration, or NODE_EXTRA_CA_CERTS.',
      { answers: false, certificate: true },
    );
  if (name in KEY_ERRORS) return problem(`The store of ${at} ${KEY_ERRORS[name]!}.`, KEYS_HINT, { keys: true });
  const known = byName(name, at, what, right, problem);
  if (known !== null) return known;
  return (error as StoreError | null)?.$metadata === undefined ? error : byStatus(error, at, what, right, problem);
}

const KEYS_HINT =
  'Check `accessKeyId` and `secretAccessKey` of the backups in the configuration, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

type Problem = (message: string, hint: string, details?: Record<string, unknown>) => AppError;

function byName(name: string, at: string, what: string, right: string, problem: Problem): AppError | null {
  switch (name) {
    case 'CredentialsProviderError':
      return problem(`There are no keys for ${at}.`, KEYS_HINT);
    case 'InvalidBucketName':
      return problem(
        `${at} is not a name that a bucket of this store can have.`,
        'Buckets have 3 to 63 lower-case letters, digits, dots and hyphens.',
      );
    case 'NoSuchUpload':
      return problem(
        `The store has aborted the upload while it was under way: it was not possible to ${what}.`,
        'See who aborts uploads in the bucket: a rule may do it too soon.',
      );
    case 'NoSuchBucket':
      return problem(`There is no bucket ${at}.`, 'Create it, or correct its name. Restore Desk creates no bucket.');
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'IllegalLocationConstraintException':
      return problem(`${at} is in another region.`, 'Correct `region` in the configuration, or AWS_REGION.');
    case 'RequestTimeTooSkewed':
      return problem(
        `The clocks of this machine and of the store of ${at} differ by more than 15 minutes.`,
        'Correct the wrong one (`timedatectl` says whether this machine’s clock is synchronised), then try again.',
      );
    case 'InvalidObjectState':
      return problem(
        `It was not possible to ${what}: the object is in an archive class of storage.`,
        'Restore it in the store first (S3: `restore-object`), which takes minutes to hours.',
      );
    case 'EntityTooLarge':
      return problem(`It was not possible to ${what}: it is larger than the store takes.`, 'Back up fewer documents.');
    case 'QuotaExceeded':
    case 'XMinioStorageFull':
    case 'InsufficientCapacity':
      return fullStore(at, problem);
    case 'AccessDenied':
    case 'AllAccessDisabled':
      return denied(at, what, right, problem);
    default:
      return null;
  }
}

const fullStore = (at: string, problem: Problem): AppError =>
  problem(`The store of ${at} is full.`, 'Free space in it. Nothing that looks like a backup remains of this one.');

const denied = (at: string, what: string, right: string, problem: Problem): AppError =>
  problem(
    `These keys may not ${what} in ${at}.`,
    `Allow them ${right}; docs/operations.md has the least policy for a bucket.`,
    { denied: true },
  );

function byStatus(error: unknown, at: string, what: string, right: string, problem: Problem): AppError {
  const status = statusOf(error);
  if (status === 403) return denied(at, what, right, problem);
  if (status === 507) return fullStore(at, problem);
  if (status === 429 || status === 503)
    return problem(
      `The store of ${at} asks to slow down (${String(status)}), also after several attempts.`,
      'It has too many requests. Try again later, or with fewer jobs at a time (`parallelJobs`).',
      { answers: false },
    );
  if (status !== null && status >= 500)
    return problem(`The store of ${at} fails (${String(status)}).`, 'See its log, then try again.', { answers: false });
  // The SDK's own name of an error is a word without spaces.
  const reason = /^\w{1,60}$/.test(nameOf(error)) ? nameOf(error) : 'an unknown error';
  return problem(
    `It was not possible to ${what} in ${at} (${reason}${status === null ? '' : `, ${String(status)}`}).`,
    'Check the endpoint: does a store with the S3 interface answer there?',
  );
}
