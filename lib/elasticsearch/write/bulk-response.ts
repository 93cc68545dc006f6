import { AppError, isAppError } from '../../errors.ts';
import { clip } from '../client/response-limits.ts';
import { codeOf, PROXY_HINT } from '../client/response-error.ts';
import type { BulkItem } from './bulk-body.ts';
import { count, listOf, nonEmptyNamed, object, optional, text, type Shape } from '../client/shape.ts';

/** What happened to one document. `conflict`: the index already has it, or a newer version of it, depending on the mode. */
export type Outcome =
  | { item: BulkItem; kind: 'done'; replaced: boolean }
  | { item: BulkItem; kind: 'conflict' }
  | { item: BulkItem; kind: 'rejected'; status: number; type: string; reason: string };

export interface ItemResponse {
  status: number;
  /** "created" or "updated", where it was requested. */
  result?: string;
  error?: { type?: string; reason?: string; caused_by?: { reason?: string } };
}

const optionalText = optional(text);
const httpStatus: Shape<number> = (value): value is number => count(value) && value >= 200 && value < 600;
const itemShape: Shape<ItemResponse> = object({
  status: httpStatus,
  result: optionalText,
  error: optional(
    object({ type: optionalText, reason: optionalText, caused_by: optional(object({ reason: optionalText })) }),
  ),
});
/** Each item under the name of its action. */
const bulkShape = object({ items: listOf(nonEmptyNamed(itemShape)) });

/** One item for each document that was sent. Throws `unreachable` otherwise: then it is not known what happened to them. */
export function parseItems(body: string, sent: number): ItemResponse[] {
  let response: unknown;
  try {
    response = JSON.parse(body);
  } catch (cause) {
    throw new AppError('unreachable', 'The answer to a bulk was cut short or is not the cluster’s.', {
      cause,
      hint: PROXY_HINT,
    });
  }
  if (!bulkShape(response) || response.items.length !== sent)
    throw new AppError(
      'unreachable',
      `The answer to a bulk is not the cluster’s: it does not answer for ${sent} documents.`,
      {
        hint: PROXY_HINT,
      },
    );
  return response.items.map((item) => Object.values(item)[0]!);
}

/**
 * Adds an outcome for each document, and returns those that must be sent again. `blocked`: the reason where a block on
 * writes is set; `reason`: why the cluster had no room. Throws `index_changed` where the index is gone or closed.
 */
export function sortItems(
  pending: readonly BulkItem[],
  responses: readonly ItemResponse[],
  outcomes: Outcome[],
): { toRetry: BulkItem[]; blocked: string | null; reason: string } {
  const toRetry: BulkItem[] = [];
  let blocked: string | null = null;
  let reason = '';
  for (const [at, item] of pending.entries()) {
    const { status, result, error } = responses[at]!;
    const { type, message, cause } = clippedError(error);
    if (status >= 200 && status < 300) outcomes.push({ item, kind: 'done', replaced: result === 'updated' });
    else if (status === 409) outcomes.push({ item, kind: 'conflict' });
    else if (type === 'index_not_found_exception' || type === 'index_closed_exception') throw targetLost(type, message);
    else if (codeOf(status, type, message) === 'blocked') {
      toRetry.push(item);
      blocked = `writes are blocked: ${message}`;
    } else if (status === 429 || status === 503 || status === 502 || status === 504) {
      toRetry.push(item);
      reason = message || type;
    } else
      outcomes.push({
        item,
        kind: 'rejected',
        status,
        type,
        reason: [message, cause].filter(Boolean).join(': '),
      });
  }
  return { toRetry, blocked, reason };
}

/** Clipped, because it is saved for each rejected document. */
const clippedError = (error: ItemResponse['error']) => ({
  type: clip(error?.type ?? '', 200),
  message: clip(error?.reason ?? ''),
  cause: clip(error?.caused_by?.reason ?? ''),
});

const targetLost = (type: string, message: string) =>
  new AppError(
    'index_changed',
    type === 'index_closed_exception'
      ? 'The index was closed while it was being filled.'
      : `The index was deleted while it was being filled (${message}).`,
    {
      hint: 'Somebody else did this. Find out who and why, then start the restore again; the live index was not touched.',
    },
  );

/**
 * A request that was rejected as a whole, though perhaps only one of its documents is too large, or is one that no server
 * accepts (an id of more than 512 bytes, from before Elasticsearch 5). Null: another error.
 */
export function rejectionOfRequest(error: unknown): { status: number; type: string; reason: string } | null {
  if (isTooLarge(error))
    return {
      status: 413,
      type: 'content_too_long',
      reason: 'The document is larger than the cluster accepts in one request (http.max_content_length).',
    };
  if (!isAppError(error) || error.details['type'] !== 'action_request_validation_exception') return null;
  return { status: 400, type: 'action_request_validation_exception', reason: String(error.details['reason']) };
}

export const isTooLarge = (error: unknown): boolean =>
  isAppError(error) && (error.details['status'] === 413 || error.details['type'] === 'content_too_long_exception');
