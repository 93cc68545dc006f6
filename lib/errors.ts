/**
 * Every expected failure is an AppError: a code from a closed list, a sentence that says what happened,
 * and a hint that says what to do now. Anything else that is thrown is a defect.
 */
export type ErrorCode =
  | 'invalid_input' // the caller's input is wrong: exit 2, HTTP 400
  | 'not_found'
  | 'refused' // a check failed before anything was changed: exit 4
  | 'plan_changed' // the cluster has changed since the plan was shown
  | 'busy' // another job holds the same index or alias
  | 'backup_damaged' // the file does not match its checksums or its format
  | 'backup_incomplete' // fewer documents than the file declares
  | 'content_mismatch' // counts or digest differ from the backup
  | 'index_exists'
  | 'index_changed' // closed, deleted or recreated meanwhile
  | 'blocked' // an index or cluster block, set by a person or at the flood stage
  | 'unreachable' // no answer from the cluster
  | 'timed_out'
  | 'unauthorised' // 401: no valid credentials
  | 'forbidden' // 403: a privilege or a role is missing
  | 'overloaded' // 429: the cluster has no room
  | 'unsupported' // this version or feature cannot do it
  | 'disk' // our own disk: full, read-only, missing
  | 'cluster_error' // any other error of the cluster
  | 'cancelled';

/** The longest text of an error, which may come from a cluster or a file and is saved in jobs, logs and polls. */
const MAX_CHARACTERS = 4_000;
const truncate = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 1)}…`;

const brand = Symbol.for('restore-desk.AppError');

export class AppError extends Error {
  readonly code: ErrorCode;
  /** What to do now, as a sentence. */
  readonly hint: string | undefined;
  /** Facts for a program: index, file, field path. Never a secret. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(truncate(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint === undefined ? undefined : truncate(options.hint);
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

/** By a brand, because Next bundles a module several times and `instanceof` fails between the copies. */
export const isAppError = (error: unknown): error is AppError =>
  typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[brand] === true;

/** An error as data, for job records, pages and `--json`. */
export interface Failure {
  code: ErrorCode | 'defect';
  message: string;
  hint?: string;
  details?: Record<string, unknown>;
}

export function toFailure(error: unknown): Failure {
  if (isAppError(error)) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint ? { hint: error.hint } : {}),
      ...(Object.keys(error.details).length > 0 ? { details: { ...error.details } } : {}),
    };
  }
  return {
    code: 'defect',
    message: truncate(error instanceof Error ? error.message : String(error)),
    hint: 'This is a defect of Restore Desk, not of the cluster. Nothing else was changed after it.',
  };
}

export const cancelled = (what = 'Cancelled.') => new AppError('cancelled', what);

/** The reason of a run's signal when Restore Desk itself stops: the run will be resumed, so it leaves in the cluster what it began. */
export const shuttingDown = () =>
  new AppError('cancelled', 'Restore Desk is being stopped.', { details: { shutdown: true } });

export const isShuttingDown = ({ reason }: AbortSignal): boolean =>
  isAppError(reason) && reason.details['shutdown'] === true;

/** For `catch`, where a part that can't be read is unknown: null, but a cancellation and a defect are thrown. */
export function nullUnlessCancelled(error: unknown): null {
  if (!isAppError(error) || error.code === 'cancelled') throw error;
  return null;
}
