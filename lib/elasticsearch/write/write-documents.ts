import { AppError, isAppError } from '../../errors.ts';
import { isTransient, withRetry, pause } from '../../retry.ts';
import { clip } from '../client/response-limits.ts';
import { responseError, codeOf, PROXY_HINT } from '../client/response-error.ts';
import type { BulkBody, BulkItem } from './bulk-body.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import { count, listOf, object, optional, someNamed, text, type Shape } from '../client/shape.ts';

/** What became of one document. `conflict`: already there, or newer there, as the mode has it. */
export type Outcome =
  | { item: BulkItem; kind: 'done' }
  | { item: BulkItem; kind: 'conflict' }
  | { item: BulkItem; kind: 'rejected'; status: number; type: string; reason: string };

export interface BulkTarget {
  /** The loading alias, or where the server knows no `require_alias` (before 7.10) the index itself. */
  name: string;
  requireAlias: boolean;
  /** Throws `index_changed` where the index is not the one the restore made. Asked before each bulk where there is no alias. */
  checkUuid: () => Promise<void>;
}

export interface SendOptions {
  signal: AbortSignal;
  /** Passing faults are waited out this long; a block on writes is waited out without end. */
  patienceMs: number;
  /** Why nothing moves right now; null: it moves again. */
  onPause: (because: string | null) => void;
}

interface ItemAnswer {
  status: number;
  error?: { type?: string; reason?: string; caused_by?: { reason?: string } };
}

const BULK_TIMEOUT_MS = 120_000;

/**
 * Sends every document of a body until each has an answer: what was turned away for lack of room is sent again, backing
 * off; a body that is too large, or refused as a whole for one of its documents, is halved; a block on writes pauses.
 * Throws where the target is gone.
 */
export async function sendBulk(
  cluster: Cluster,
  target: BulkTarget,
  body: BulkBody,
  options: SendOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await sendItems(cluster, target, body, body.items, options, outcomes);
  if (outcomes.length !== body.items.length)
    throw new Error(`${body.items.length} documents sent, ${outcomes.length} answered for`);
  return outcomes;
}

async function sendItems(
  cluster: Cluster,
  target: BulkTarget,
  body: BulkBody,
  items: readonly BulkItem[],
  options: SendOptions,
  outcomes: Outcome[],
): Promise<void> {
  let pending = items;
  let waitMs = 250;
  let stuckSince: number | null = null;
  while (pending.length > 0) {
    const answer = await sendOnce(cluster, target, body.only(pending), pending.length, options).catch(
      (error: unknown) => {
        const rejection = rejectionOfAll(error);
        if (rejection !== null) return rejection;
        // A block on the whole cluster: the request fails as one.
        if (isAppError(error) && error.code === 'blocked') return error;
        throw error;
      },
    );
    if (isAppError(answer)) {
      options.onPause(`writes are blocked: ${answer.message}`);
      await pause(waitMs, options.signal);
      waitMs = Math.min(waitMs * 2, 10_000);
      continue;
    }
    if (!Array.isArray(answer)) {
      if (pending.length === 1) {
        outcomes.push({ item: pending[0]!, kind: 'rejected', ...answer });
        return;
      }
      const half = pending.length >> 1;
      await sendItems(cluster, target, body, pending.slice(0, half), options, outcomes);
      await sendItems(cluster, target, body, pending.slice(half), options, outcomes);
      return;
    }
    const sorted = sortAnswers(pending, answer, outcomes);
    if (sorted.again.length > 0) {
      // A block ends when somebody ends it; a cluster that takes nothing at all for long is told.
      stuckSince =
        sorted.blocked === null && sorted.again.length === pending.length ? (stuckSince ?? performance.now()) : null;
      if (stuckSince !== null && performance.now() - stuckSince > options.patienceMs) {
        throw new AppError(
          'overloaded',
          `The cluster has taken no document for ${Math.round(options.patienceMs / 1000)} s: ${sorted.reason}`,
          { hint: 'Look at its health and its write queues; then resume: it goes on where it stopped.' },
        );
      }
      options.onPause(
        sorted.blocked ??
          `the cluster turned ${sorted.again.length} documents away for lack of room (${sorted.reason}); sending them again`,
      );
      await pause(waitMs, options.signal);
      waitMs = Math.min(waitMs * 2, 10_000);
    } else options.onPause(null);
    pending = sorted.again;
  }
}

async function sendOnce(
  cluster: Cluster,
  target: BulkTarget,
  ndjson: Buffer,
  items: number,
  options: SendOptions,
): Promise<ItemAnswer[]> {
  const request: ClusterRequest = {
    method: 'POST',
    path: `/${encodeURIComponent(target.name)}/_bulk`,
    query: {
      filter_path: 'errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason',
      ...(target.requireAlias ? { require_alias: true, pipeline: '_none' } : { pipeline: '_none' }),
    },
    ndjson,
    signal: options.signal,
    timeoutMs: BULK_TIMEOUT_MS,
    size: 'bulk',
  };
  return withRetry(
    async () => {
      if (!target.requireAlias) await target.checkUuid();
      const answer = await cluster.requestBytes(request);
      const body = Buffer.concat(await Array.fromAsync(answer.body)).toString('utf8');
      if (answer.status !== 200) throw responseError(answer.status, body, request);
      return itemsOf(body, items);
    },
    {
      totalMs: options.patienceMs,
      signal: options.signal,
      onWait: (error) => options.onPause(`${error instanceof Error ? error.message : String(error)} Trying again`),
    },
    (error) => isTransient(error) && !isTooLarge(error),
  );
}

const optionalText = optional(text);
const httpStatus: Shape<number> = (value): value is number => count(value) && value >= 200 && value < 600;
const itemAnswer: Shape<ItemAnswer> = object({
  status: httpStatus,
  error: optional(
    object({ type: optionalText, reason: optionalText, caused_by: optional(object({ reason: optionalText })) }),
  ),
});
/** Each item under the name of its action. */
const bulkAnswer = object({ items: listOf(someNamed(itemAnswer)) });

/** One for each document that was sent, or it is not the cluster's answer: then what became of them is not known. */
function itemsOf(body: string, sent: number): ItemAnswer[] {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch (cause) {
    throw new AppError('unreachable', 'The answer to a bulk was cut short or is not the cluster’s.', {
      cause,
      hint: PROXY_HINT,
    });
  }
  if (!bulkAnswer(answer) || answer.items.length !== sent)
    throw new AppError(
      'unreachable',
      `The answer to a bulk is not the cluster’s: it does not answer for ${sent} documents.`,
      {
        hint: PROXY_HINT,
      },
    );
  return answer.items.map((item) => Object.values(item)[0]!);
}

/** Every item answered for, or sent again. Throws where going on makes no sense. */
function sortAnswers(
  pending: readonly BulkItem[],
  answers: readonly ItemAnswer[],
  outcomes: Outcome[],
): { again: BulkItem[]; blocked: string | null; reason: string } {
  const again: BulkItem[] = [];
  let blocked: string | null = null;
  let reason = '';
  for (const [at, item] of pending.entries()) {
    const { status, error } = answers[at]!;
    const { type, why, cause } = saidIn(error);
    if (status >= 200 && status < 300) outcomes.push({ item, kind: 'done' });
    else if (status === 409) outcomes.push({ item, kind: 'conflict' });
    else if (type === 'index_not_found_exception' || type === 'index_closed_exception') throw targetGone(type, why);
    else if (codeOf(status, type, why) === 'blocked') {
      again.push(item);
      blocked = `writes are blocked: ${why}`;
    } else if (status === 429 || status === 503 || status === 502 || status === 504) {
      again.push(item);
      reason = why || type;
    } else
      outcomes.push({
        item,
        kind: 'rejected',
        status,
        type,
        reason: [why, cause].filter(Boolean).join(': '),
      });
  }
  return { again, blocked, reason };
}

/** They are kept for each document that was turned down. */
const saidIn = (error: ItemAnswer['error']) => ({
  type: clip(error?.type ?? '', 200),
  why: clip(error?.reason ?? ''),
  cause: clip(error?.caused_by?.reason ?? ''),
});

const targetGone = (type: string, why: string) =>
  new AppError(
    'index_changed',
    type === 'index_closed_exception'
      ? 'The index was closed while it was being filled.'
      : `The index was deleted while it was being filled (${why}).`,
    {
      hint: 'Somebody else did this. Find out who and why, then start the restore again; the live index was not touched.',
    },
  );

/**
 * A request that was turned down as one, though it may be one of its documents alone that is too large, or that no
 * server takes (an id of more than 512 bytes, from before Elasticsearch 5).
 */
function rejectionOfAll(error: unknown): { status: number; type: string; reason: string } | null {
  if (isTooLarge(error))
    return {
      status: 413,
      type: 'content_too_long',
      reason: 'The document is larger than the cluster takes in one request (http.max_content_length).',
    };
  if (!isAppError(error) || error.details['type'] !== 'action_request_validation_exception') return null;
  return { status: 400, type: 'action_request_validation_exception', reason: String(error.details['reason']) };
}

/** 413, or the connection reset that some servers and proxies answer a large body with, told by its status. */
const isTooLarge = (error: unknown): boolean =>
  isAppError(error) && (error.details['status'] === 413 || error.details['type'] === 'content_too_long_exception');
