import { parseRequest } from '../../captures/parse-request.ts';
import type { PlannedSend } from '../store/requests-in-order.ts';
import type { PreparedCaptures } from '../store/prepared-captures.ts';
import { bulkItems } from '../requests/bulk-items.ts';
import { decodedBody } from '../requests/decoded-body.ts';
import type { IndexMapping } from '../requests/index-mapping.ts';
import type { RequestToInterpret } from '../requests/interpret.ts';
import { attempt, type Doubt } from './attempts.ts';
import { classify, type Outcome } from './classify.ts';
import { outgoingRequest } from './outgoing-request.ts';
import type { RunPause } from './run-pause.ts';
import { sendBulk } from './send-bulk.ts';
import type { ReplayTarget } from './target.ts';

export interface SendContext {
  captures: PreparedCaptures;
  target: ReplayTarget;
  mapping: IndexMapping;
  /** Marks every request. */
  job: string;
  authorization: string | null;
  pause: RunPause;
  /** Whether a person has paused the run. */
  isPaused: () => boolean;
  /** Requests that must not be sent twice. */
  doubt: Doubt;
  signal: AbortSignal;
  stopAfterMs?: number | undefined;
}

/** How a request ended. */
export interface Sent {
  outcome: Outcome;
  status: number | null;
  tries: number;
  why: string | null;
  /** Of a bulk: the items that failed or whose outcome is unknown, and the keys of their documents. */
  failedItems: { numbers: number[]; keys: string[] } | null;
  newer: number;
}

/** Sends one captured request, again where that is safe. Throws as `attempt`, and only where nothing of it was applied. */
export async function sendRequest(planned: PlannedSend, context: SendContext): Promise<Sent> {
  const captured = parseRequest(context.captures.bytesAt(planned.spool, planned.length));
  const items = planned.isBulk ? bulkItems(decodedBody(captured) ?? Buffer.alloc(0)) : null;
  return items === null ? sendWhole(captured, planned, context) : sendBulk(captured, items, planned, context);
}

async function sendWhole(captured: RequestToInterpret, planned: PlannedSend, context: SendContext): Promise<Sent> {
  const { authorization, job, mapping } = context;
  const request = outgoingRequest({ ...captured, isBulk: planned.isBulk }, mapping, job, authorization);
  const { repeatable } = planned;
  const attempted = await attempt(request, {
    ...context,
    number: planned.number,
    repeatable,
    readBody: false,
    tries: 0,
  });
  const { tries } = attempted;
  const common = { tries, failedItems: null, newer: 0 };
  if (attempted.kind === 'unknown') return { ...common, outcome: 'unknown', status: null, why: attempted.why };
  if (attempted.kind === 'gaveUp')
    return { ...common, outcome: 'failed', status: attempted.status, why: attempted.why };
  const { status } = attempted.answer;
  const { answer: then, external } = planned;
  const { mayRepeat } = attempted;
  const outcome = classify({ status, method: captured.method, external, then, mayRepeat });
  return { ...common, outcome, status, why: null, newer: outcome === 'newer' ? 1 : 0 };
}
