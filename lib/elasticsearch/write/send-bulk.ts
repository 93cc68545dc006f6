import { AppError, isAppError } from '../../errors.ts';
import { isTransient, withRetry, pause } from '../../retry.ts';
import { responseError } from '../client/response-error.ts';
import type { BulkBody, BulkItem } from './bulk-body.ts';
import {
  isTooLarge,
  parseItems,
  rejectionOfRequest,
  sortItems,
  type ItemResponse,
  type Outcome,
} from './bulk-response.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';

export interface BulkTarget {
  /** The loading alias, or the index itself where the server has no `require_alias` (before 7.10). */
  name: string;
  requireAlias: boolean;
  /** Throws `index_changed` where the index is not the one that the restore made. Called before each bulk without alias. */
  checkUuid: () => Promise<void>;
}

export interface SendOptions {
  signal: AbortSignal;
  /** How long transient failures are retried. A block on writes has no limit: a person must remove it. */
  retryMs: number;
  /** Why sending is paused; null: it has resumed. */
  onPause: (because: string | null) => void;
  /** Asks whether each document replaced another: `replaced` of its outcome. */
  withResults?: boolean | undefined;
}

const BULK_TIMEOUT_MS = 120_000;
/** What is read of an answer. */
const ANSWER = 'errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason';

/**
 * Sends the documents of a body until each has an outcome. Documents that the cluster had no room for are sent again with
 * backoff. A body that is too large, or is rejected as a whole, is split in half. A block on writes pauses. Throws
 * `index_changed` where the target is gone, `overloaded` where the cluster takes no document for `retryMs`.
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
    const response = await sendOnce(cluster, target, body.bytesOf(pending), pending.length, options).catch(
      (error: unknown) => {
        const rejection = rejectionOfRequest(error);
        if (rejection !== null) return rejection;
        // A block on the whole cluster fails the whole request.
        if (isAppError(error) && error.code === 'blocked') return error;
        throw error;
      },
    );
    if (isAppError(response)) {
      options.onPause(`writes are blocked: ${response.message}`);
      await pause(waitMs, options.signal);
      waitMs = Math.min(waitMs * 2, 10_000);
      continue;
    }
    if (!Array.isArray(response)) {
      if (pending.length === 1) {
        outcomes.push({ item: pending[0]!, kind: 'rejected', ...response });
        return;
      }
      const half = pending.length >> 1;
      await sendItems(cluster, target, body, pending.slice(0, half), options, outcomes);
      await sendItems(cluster, target, body, pending.slice(half), options, outcomes);
      return;
    }
    const result = sortItems(pending, response, outcomes);
    if (result.toRetry.length > 0) {
      // No limit while writes are blocked, or as long as some documents are taken.
      stuckSince =
        result.blocked === null && result.toRetry.length === pending.length ? (stuckSince ?? performance.now()) : null;
      if (stuckSince !== null && performance.now() - stuckSince > options.retryMs) {
        throw new AppError(
          'overloaded',
          `The cluster has accepted no document for ${Math.round(options.retryMs / 1000)} s: ${result.reason}`,
          { hint: 'Check the cluster’s health and its write queues, then resume: the job continues where it stopped.' },
        );
      }
      options.onPause(
        result.blocked ??
          `the cluster rejected ${result.toRetry.length} documents for now (${result.reason}); sending them again`,
      );
      await pause(waitMs, options.signal);
      waitMs = Math.min(waitMs * 2, 10_000);
    } else options.onPause(null);
    pending = result.toRetry;
  }
}

async function sendOnce(
  cluster: Cluster,
  target: BulkTarget,
  ndjson: Buffer,
  items: number,
  options: SendOptions,
): Promise<ItemResponse[]> {
  const request: ClusterRequest = {
    method: 'POST',
    path: `/${encodeURIComponent(target.name)}/_bulk`,
    query: {
      filter_path: options.withResults ? `${ANSWER},items.*.result` : ANSWER,
      ...(target.requireAlias ? { require_alias: true, pipeline: '_none' } : { pipeline: '_none' }),
    },
    ndjson,
    signal: options.signal,
    timeoutMs: BULK_TIMEOUT_MS,
    responseSize: 'bulk',
  };
  return withRetry(
    async () => {
      if (!target.requireAlias) await target.checkUuid();
      const response = await cluster.requestBytes(request);
      const body = Buffer.concat(await Array.fromAsync(response.body)).toString('utf8');
      if (response.status !== 200) throw responseError(response.status, body, request);
      return parseItems(body, items);
    },
    {
      totalMs: options.retryMs,
      signal: options.signal,
      onWait: (error) => options.onPause(`${error instanceof Error ? error.message : String(error)} Trying again`),
    },
    (error) => isTransient(error) && !isTooLarge(error),
  );
}
