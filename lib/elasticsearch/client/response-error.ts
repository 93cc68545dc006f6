import { AppError, isAppError, type ErrorCode } from '../../errors.ts';
import { isTransient } from '../../retry.ts';
import { clip, ERROR_BODY_BYTES } from './response-limits.ts';
import type { ClusterRequest } from './cluster.ts';

interface ServerError {
  type?: string;
  reason?: string;
  index?: string;
  root_cause?: { type?: string; reason?: string; index?: string }[];
  caused_by?: { type?: string; reason?: string };
}

/** An HTTP error as an AppError: a code, the server's reason, a hint; status and type are in `details`. */
export function responseError(
  status: number,
  text: string,
  request: Pick<ClusterRequest, 'method' | 'path'>,
): AppError {
  // The cluster answers 200 or an error. A redirect is never followed and never a success.
  if (status < 400) return unexpectedResponse(request, status, text.trim() === '' ? 'an empty page' : 'a page');
  if (status === 404 && !isElasticsearchError(text)) return notFromElasticsearch(text, request);
  const error = parseError(text);
  const type = clip(textOf(error.type) ?? '', 200);
  const reason = clip(textOf(error.reason) ?? (text.trim().slice(0, 300) || `HTTP ${status}`));
  const code = codeOf(status, type, reason);
  const because = textOf(error.caused_by?.reason);
  const cause = because !== undefined && because !== error.reason ? ` (${clip(because)})` : '';
  const index = textOf(error.index);
  return new AppError(code, `The cluster refused ${request.method} ${request.path.split('?')[0]}: ${reason}${cause}`, {
    ...(hintOf(code, reason) ? { hint: hintOf(code, reason)! } : {}),
    details: { status, type, reason, ...(index === undefined ? {} : { index: clip(index, 300) }) },
  });
}

/** Undefined for what is no text: the error of a proxy has another shape. */
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Whether the cluster itself refused, so nothing was changed. After any other failure of a write the caller must check. */
export const isRefusal = (error: unknown): boolean =>
  isAppError(error) && !isTransient(error) && typeof error.details['type'] === 'string' && error.details['type'] !== '';

/** Null for what this user may not read: it is unknown. Any other failure is thrown. */
export async function nullIfForbidden<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (isAppError(error) && error.code === 'forbidden') return null;
    throw error;
  }
}

/** A 404 of a proxy that has lost its cluster must not be taken for "deleted": the server's own has an `error`. */
export function isElasticsearchError(text: string): boolean {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' || typeof (error as ServerError | null | undefined)?.type === 'string';
  } catch {
    return isTruncated(text);
  }
}

/** The beginning of a cluster's error whose end was not read. */
const isTruncated = (text: string): boolean => text.length > ERROR_BODY_BYTES / 4 && /^\s*\{\s*"error"\s*:/.test(text);

export const notJson = (
  { method, path }: Pick<ClusterRequest, 'method' | 'path'>,
  status: number,
  cause?: unknown,
): AppError =>
  new AppError('unreachable', `The answer to ${method} ${path.split('?')[0]} is not JSON.`, {
    cause,
    hint: 'Something between Restore Desk and the cluster (a proxy?) answered instead, or the answer was cut short.',
    details: { status },
  });

export const PROXY_HINT =
  'Something between Restore Desk and the cluster (a proxy?) answered instead. Check the proxy.';

/** Something other than the cluster answered: nothing is known, and a write may have been made. */
export const unexpectedResponse = (
  { method, path }: Pick<ClusterRequest, 'method' | 'path'>,
  status: number,
  what: string,
): AppError =>
  new AppError(
    'unreachable',
    `${method} ${path.split('?')[0]} was answered with HTTP ${status} and ${what}, which is not the cluster’s answer.`,
    {
      hint: PROXY_HINT,
      details: { status, answered: what },
    },
  );

export const isUnexpectedResponse = (error: unknown): boolean => isAppError(error) && 'answered' in error.details;

/** The change is made, or is being made, but not every node has confirmed it in time. */
export const notConfirmed = ({ method, path }: Pick<ClusterRequest, 'method' | 'path'>): AppError =>
  new AppError(
    'timed_out',
    `The cluster accepted ${method} ${path.split('?')[0]}, but not all nodes have confirmed it in time.`,
    { hint: 'The cluster is slow. Check its health, and whether the change was made.' },
  );

export const notFromElasticsearch = (
  text: string,
  { method, path }: Pick<ClusterRequest, 'method' | 'path'>,
): AppError =>
  new AppError(
    'unreachable',
    `${method} ${path.split('?')[0]} was answered with 404 by something other than the cluster: ${text.trim().slice(0, 200) || 'no words'}.`,
    {
      hint: 'A proxy in front of the cluster may have lost its connection to it. Check the proxy.',
      details: { status: 404 },
    },
  );

function parseError(text: string): ServerError {
  try {
    const body = JSON.parse(text) as { error?: ServerError | string };
    if (typeof body.error === 'string') return { reason: body.error };
    const root = body.error?.root_cause?.[0];
    // The outer reason is only "all shards failed".
    if (body.error?.type === 'search_phase_execution_exception' && root) return { ...body.error, ...root };
    return body.error ?? {};
  } catch {
    return isTruncated(text) ? parseTruncatedError(text) : {};
  }
}

/** The first type and reason in the text, which are those of the root cause. */
function parseTruncatedError(text: string): ServerError {
  const type = /"type"\s*:\s*"([\w.]{1,200})"/.exec(text)?.[1];
  const reason = /"reason"\s*:\s*"((?:[^"\\]|\\.){0,2000})/.exec(text)?.[1];
  return {
    ...(type === undefined ? {} : { type }),
    ...(reason === undefined ? {} : { reason: JSON.parse(`"${reason}"`) as string }),
  };
}

/**
 * The type comes first: a cluster_block_exception has status 429 at the flood stage (from 7.x), 403 for a block that a
 * person set, and is also the response of a cluster without a master (OpenSearch: cluster-manager).
 */
export function codeOf(status: number, type: string, reason: string): ErrorCode {
  if (type === 'cluster_block_exception')
    return /state not recovered|no (?:discovered )?(?:master|cluster[-_ ]manager)/i.test(reason)
      ? 'unreachable'
      : 'blocked';
  if (type === 'resource_already_exists_exception' || type === 'index_already_exists_exception') return 'index_exists';
  if (type === 'index_closed_exception') return 'index_changed';
  if (status === 401) return 'unauthorised';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 429) return 'overloaded';
  if (status === 502 || status === 503 || status === 504) return 'unreachable';
  return 'cluster_error';
}

/** The server names sufficient privileges, often far more than needed, so the hint also names the single action. */
function missingPrivilege(reason: string): string {
  const privileges = /privileges? \[?([\w:/, ]+)/.exec(reason)?.[1]?.trim();
  const action = /action \[([\w:/*]+)\]/.exec(reason)?.[1];
  const missing = `${privileges ? ` (${privileges})` : ''}${action ? `, or the action ${action} alone` : ''}`;
  return `Give this user the privilege it lacks${missing}; docs/privileges.md has the least for each role.`;
}

function hintOf(code: ErrorCode, reason: string): string | undefined {
  switch (code) {
    case 'unauthorised':
      return 'Check the user name and password, or the API key, that the configuration names for this cluster.';
    case 'forbidden':
      return missingPrivilege(reason);
    case 'blocked':
      return /flood|disk usage/i.test(reason)
        ? 'The disk is nearly full. Free space (clean up, or add a node); the server lifts the block by itself.'
        : 'Somebody or something set this block on purpose. Find out why, then remove it in the index settings.';
    case 'overloaded':
      return 'The cluster has no room for this right now. Try again when its queues are shorter.';
    case 'unreachable':
      return 'The cluster, or a proxy in front of it, is not ready. Check its health.';
    default:
      return undefined;
  }
}
