/**
 * Every expected failure is an AppError: a code from a closed list, a sentence that says what happened,
 * and a hint that says what to do now. Anything else that is thrown is a defect.
 */
export type ErrorCode =
  | 'invalid_input' // the caller's words are wrong: exit 2, HTTP 400
  | 'not_found'
  | 'refused' // a check said no before anything was changed: exit 4
  | 'plan_changed' // the cluster moved since the plan was shown
  | 'busy' // another job holds the same index or alias
  | 'backup_damaged' // the file is not what it says it is
  | 'backup_incomplete' // fewer documents than promised
  | 'content_mismatch' // counts or digest differ from the backup
  | 'index_exists'
  | 'index_changed' // closed, deleted or recreated under us
  | 'blocked' // an index or cluster block: a person's lock or the flood stage
  | 'unreachable' // no answer from the cluster
  | 'timed_out'
  | 'unauthorised' // 401: who are you
  | 'forbidden' // 403: a privilege or a role is missing
  | 'overloaded' // 429: the cluster has no room
  | 'unsupported' // this version or feature cannot do it
  | 'disk' // our own disk: full, read-only, gone
  | 'cluster_error' // the cluster answered with an error we have no better word for
  | 'cancelled';

/** An error is kept in jobs, logs and polls: whatever text a cluster or a file put into it, so much of it is enough. */
const LONGEST = 4_000;
const short = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

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
    super(short(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint === undefined ? undefined : short(options.hint);
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Next bundles a module several times, so `instanceof` lies; the brand does not. */
export const isAppError = (error: unknown): error is AppError =>
  typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[brand] === true;

/** An error as data: what a job record, a page or `--json` shows. */
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
    message: short(error instanceof Error ? error.message : String(error)),
    hint: 'This is a defect of Restore Desk, not of the cluster. Nothing else was changed after it.',
  };
}

export const cancelled = (what = 'Cancelled.') => new AppError('cancelled', what);
