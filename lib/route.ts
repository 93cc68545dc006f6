import 'server-only';
import type { z } from 'zod';
import { authorise, signedIn, type Authorised } from './access/authorise.ts';
import { setTypeAndLength } from './access/current-response.ts';
import { clustersOf } from './access/current-user.ts';
import { isCrossSite } from './access/origin.ts';
import type { Permission } from './access/permissions.ts';
import type { Identity } from './access/roles.ts';
import { fieldsOf, invalidInput } from './action.ts';
import type { ConfiguredCluster } from './config.ts';
import { redactDeep } from './config/redact.ts';
import { AppError, isAppError, toFailure, type ErrorCode } from './errors.ts';
import { log } from './log.ts';

type RouteContext = Authorised;

interface RouteOptions<Params extends z.ZodType, Query extends z.ZodType> {
  needs: Permission;
  /** The path's parameters, including `cluster`. */
  params?: Params;
  query?: Query;
  /** Checks beyond the permission. Throws forbidden. */
  admit?: (call: Pick<RouteCall<z.output<Params>, z.output<Query>>, 'params' | 'query' | 'context'>) => Promise<void>;
}

interface RouteCall<Params, Query> {
  params: Params;
  query: Query;
  context: RouteContext;
  request: Request;
  signal: AbortSignal;
}

type AnyParams = { cluster: string } & Record<string, string | string[]>;

const STATUS: Record<ErrorCode | 'defect', number> = {
  invalid_input: 400,
  not_found: 404,
  refused: 409,
  plan_changed: 409,
  busy: 409,
  backup_damaged: 422,
  backup_incomplete: 422,
  content_mismatch: 409,
  index_exists: 409,
  index_changed: 409,
  blocked: 409,
  unreachable: 502,
  timed_out: 504,
  unauthorised: 401,
  forbidden: 403,
  overloaded: 503,
  unsupported: 501,
  disk: 507,
  cluster_error: 502,
  cancelled: 499,
  defect: 500,
};

/** Statuses of codes that mean the cluster's answer, not the caller, once the caller is authorised. */
const CLUSTER_STATUS: Partial<Record<ErrorCode, number>> = { unauthorised: 502, forbidden: 502 };

/**
 * A GET route below `[cluster]`: checks the session, the origin, the permission, the parameters and the query. Responds
 * with the value, or with `{ failure }`, as JSON.
 */
export function defineRoute<
  Params extends z.ZodType = z.ZodType<AnyParams>,
  Query extends z.ZodType = z.ZodType<Record<string, string>>,
>(
  options: RouteOptions<Params, Query>,
  answer: (call: RouteCall<z.output<Params>, z.output<Query>>) => Promise<unknown> | unknown,
) {
  return async (
    request: Request,
    extra: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response> => {
    let admitted = false;
    try {
      const raw = await extra.params;
      const key = typeof raw.cluster === 'string' ? raw.cluster : null;
      await signedIn(true);
      refuseCrossSite(request);
      const context = await authorise(key, options.needs, { polling: true });
      if (!context) throw new AppError('not_found', 'There is no such address.');
      const params = parseOrThrow(options.params, raw) as z.output<Params>;
      const query = queryOf(options.query, request);
      await options.admit?.({ params, query, context });
      admitted = true;
      return responseOf(await answer({ params, query, context, request, signal: request.signal }));
    } catch (error) {
      return failureResponse(error, admitted);
    }
  };
}

interface SignedInCall<Query> {
  query: Query;
  identity: Identity;
  /** Those on which the person has a role. */
  clusters: ConfiguredCluster[];
  signal: AbortSignal;
}

/** A GET route of all clusters of a person: checks the session, the origin and the query. Responds as `defineRoute` does. */
export function defineSignedInRoute<Query extends z.ZodType = z.ZodType<Record<string, string>>>(
  options: { query?: Query },
  answer: (call: SignedInCall<z.output<Query>>) => Promise<unknown> | unknown,
) {
  return async (request: Request): Promise<Response> => {
    try {
      const { identity } = await signedIn(true);
      refuseCrossSite(request);
      const query = queryOf(options.query, request);
      return responseOf(await answer({ query, identity, clusters: clustersOf(identity), signal: request.signal }));
    } catch (error) {
      return failureResponse(error, false);
    }
  };
}

function refuseCrossSite({ headers }: Request): void {
  if (isCrossSite(headers))
    throw new AppError('forbidden', 'This request came from another site, and was refused.', {
      hint: 'Open Restore Desk by its own address.',
    });
}

const queryOf = <Query extends z.ZodType>(schema: Query | undefined, { url }: Request): z.output<Query> =>
  parseOrThrow(schema, Object.fromEntries(new URL(url).searchParams)) as z.output<Query>;

function responseOf(value: unknown): Response {
  const response =
    value instanceof Response
      ? value
      : new Response(toJson(value), {
          headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        });
  setTypeAndLength(response);
  return response;
}

/** JSON of values that answer many polls: a list of thousands is redacted and serialised once. */
const jsonOf = new WeakMap<object, string>();

function toJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(redactDeep(value ?? null));
  const before = jsonOf.get(value);
  if (before !== undefined) return before;
  const text = JSON.stringify(redactDeep(value));
  jsonOf.set(value, text);
  return text;
}

function parseOrThrow(schema: z.ZodType | undefined, raw: unknown): unknown {
  if (!schema) return raw;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error);
}

export function failureResponse(error: unknown, admitted: boolean): Response {
  const failure = redactDeep({ ...toFailure(error), ...(isAppError(error) ? fieldsOf(error) : {}) });
  if (failure.code === 'defect') log().error({ err: error }, 'A route met a defect.');
  if (isAppError(error) && error.details.tooLarge === true)
    return Response.json({ failure }, { status: 413, headers: { 'cache-control': 'no-store' } });
  const status = (admitted && isAppError(error) ? CLUSTER_STATUS[error.code] : undefined) ?? STATUS[failure.code];
  // 499 is no standard status. The caller has closed the connection, so the status does not matter.
  return Response.json(
    { failure },
    { status: status === 499 ? 408 : status, headers: { 'cache-control': 'no-store' } },
  );
}
