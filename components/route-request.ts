import type { Failure } from '@/lib/errors.ts';

/** A route's refusal, with its sentence, hint and, for a bad query, what is wrong with which field. */
export class RouteError extends Error {
  readonly code: Failure['code'];
  readonly hint: string | undefined;
  readonly status: number;
  readonly fields: Record<string, string>;
  /** Restore Desk’s own server answered. */
  readonly answered: boolean;
  constructor(failure: Failure & { fields?: Record<string, string> }, status: number, answered = true) {
    super(failure.message);
    this.name = 'RouteError';
    this.code = failure.code;
    this.hint = failure.hint;
    this.status = status;
    this.fields = failure.fields ?? {};
    this.answered = answered;
  }
}

/** The failure of a poll in words. */
export const failureOf = (
  error: unknown,
): { message: string; hint?: string; code?: Failure['code']; fields?: Record<string, string> } =>
  error instanceof RouteError
    ? { message: error.message, hint: error.hint, code: error.code, fields: error.fields }
    : {
        message: 'No answer in time.',
        hint: 'The page shows the last known data and tries again every few seconds.',
      };

/** What was requested does not exist any more. */
export const isGone = (error: unknown): boolean => error !== null && failureOf(error).code === 'not_found';

/** Restore Desk refused the session. A refusal by the cluster has another status. */
export const isSignedOut = (error: unknown): boolean => error instanceof RouteError && error.status === 401;

export const outdatedBecause = (message: string): string => `This may be outdated: ${message}`;

/** Why the data that is shown may be outdated, for a button that relies on it. */
export const whyOld = (error: unknown): string =>
  isSignedOut(error) ? 'Your session has ended: sign in again first.' : outdatedBecause(failureOf(error).message);

/** How long a page waits for a route before it reports a failure. A route answers sooner than a slow cluster does. */
const ROUTE_TIMEOUT_MS = 20_000;

const noConnection = () =>
  navigator.onLine
    ? {
        message: 'Restore Desk’s own server does not answer.',
        hint: 'Running jobs continue without this page if the server is running. Check the server and your connection.',
      }
    : {
        message: 'This browser is offline.',
        hint: 'Running jobs continue without this page, which loads again when the connection is back.',
      };

/** The JSON of a GET route. Throws RouteError, or the abort of `signal`. */
export async function get<T>(url: string, signal: AbortSignal, timeoutMs = ROUTE_TIMEOUT_MS): Promise<T> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    headers: { accept: 'application/json' },
    cache: 'no-store',
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new RouteError({ code: 'unreachable', ...noConnection() }, 0, false);
  });
  const body: unknown = await response.json().catch((error: unknown) => {
    if (signal.aborted) throw error;
    if (response.ok)
      throw new RouteError(
        {
          code: 'unreachable',
          message: 'The response of Restore Desk’s own server was cut off.',
          hint: 'The page shows the last known data and tries again.',
        },
        response.status,
        false,
      );
    return null;
  });
  if (response.ok) return body as T;
  const failure = typeof body === 'object' && body !== null && 'failure' in body ? (body.failure as Failure) : null;
  throw new RouteError(
    failure ?? {
      code: 'unreachable',
      message: `Restore Desk’s server answered ${response.status}.`,
      hint: 'Reload the page; if that does not help, look at the server’s log.',
    },
    response.status,
    failure !== null,
  );
}
