import { parseRequest } from '../../captures/parse-request.ts';
import type { PlannedSend } from '../store/requests-in-order.ts';
import { keyOf } from '../store/key-of.ts';
import type { PreparedCaptures } from '../store/prepared-captures.ts';
import { bodyOfItems, bulkItems, type BulkItem } from '../requests/bulk-items.ts';
import { decodedBody, encodedBody } from '../requests/decoded-body.ts';
import type { IndexMapping } from '../requests/index-mapping.ts';
import type { RequestToInterpret } from '../requests/interpret.ts';
import { attempt, GIVE_UP_AFTER_MS } from './attempts.ts';
import { itemOutcomes } from './bulk-answer.ts';
import { classify, type Outcome } from './classify.ts';
import { outgoingRequest } from './outgoing-request.ts';
import type { RunPause } from './run-pause.ts';
import type { ReplayTarget } from './target.ts';

export interface SendContext {
  captures: PreparedCaptures;
  target: ReplayTarget;
  mapping: IndexMapping;
  /** Marks every request. */
  job: string;
  authorization: string | null;
  pause: RunPause;
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
  const attempted = await attempt(request, { ...context, repeatable, readBody: false, tries: 0 });
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

interface Numbered extends BulkItem {
  number: number;
}

/** Items that the target has no room for are sent again, alone; those that were refused then are left out. */
async function sendBulk(
  captured: RequestToInterpret,
  all: readonly BulkItem[],
  planned: PlannedSend,
  context: SendContext,
): Promise<Sent> {
  const refused = new Set(planned.refusedItems);
  let remaining: Numbered[] = all
    .map((item, number) => ({ ...item, number }))
    .filter(({ number }) => !refused.has(number));
  if (remaining.length === 0)
    return { outcome: 'asThen', status: null, tries: 0, why: null, failedItems: null, newer: 0 };
  const begunMs = performance.now();
  const failed: Numbered[] = [];
  const result = { status: null as number | null, tries: 0, why: null as string | null, newer: 0, unknown: false };
  while (remaining.length > 0) {
    const body = remaining.length === all.length ? captured.body : partOf(captured, remaining);
    const { authorization, job, mapping } = context;
    const request = outgoingRequest({ ...captured, body, isBulk: true }, mapping, job, authorization);
    const repeatable = remaining.every((item) => item.repeatable);
    const options = { ...context, repeatable, readBody: true, tries: result.tries };
    // Of an earlier round some items were applied: they must not be sent again by a run that resumes.
    const attempted = await attempt(request, options).catch((error: unknown) => {
      if (result.tries === 0) throw error;
      return { kind: 'gaveUp' as const, why: STOPPED, status: null, tries: result.tries };
    });
    result.tries = attempted.tries;
    const outcomes =
      attempted.kind === 'answered' && attempted.answer.status === 200
        ? itemOutcomes(attempted.answer.body, remaining, attempted.mayRepeat)
        : null;
    if (attempted.kind !== 'answered' || outcomes === null) {
      result.status = attempted.kind === 'answered' ? attempted.answer.status : null;
      result.why = attempted.kind === 'answered' ? notReadable(result.status!) : attempted.why;
      result.unknown = attempted.kind === 'unknown' || result.status === 200;
      failed.push(...remaining);
      break;
    }
    result.status = 200;
    failed.push(...remaining.filter((_, at) => outcomes[at] === 'failed' || outcomes[at] === 'unknown'));
    result.newer += outcomes.filter((outcome) => outcome === 'newer').length;
    remaining = remaining.filter((_, at) => outcomes[at] === 'again');
    if (remaining.length === 0) break;
    context.pause.refused(null);
    if (performance.now() - begunMs < GIVE_UP_AFTER_MS) continue;
    failed.push(...remaining);
    break;
  }
  const { newer, status, tries, unknown, why } = result;
  const outcome = failed.length > 0 ? (unknown ? 'unknown' : 'failed') : newer > 0 ? 'newer' : 'done';
  const failedItems = failed.length === 0 ? null : failedOf(failed);
  return { outcome, status, tries, why: why ?? whyItems(failed.length, all.length), failedItems, newer };
}

const STOPPED = 'The replay stopped before the rest of the bulk was sent again.';

const notReadable = (status: number): string | null =>
  status === 200 ? 'The answer does not say what became of each document.' : null;

const whyItems = (failed: number, all: number): string | null =>
  failed === 0 ? null : `${String(failed)} of ${String(all)} documents of the bulk failed.`;

const failedOf = (items: readonly Numbered[]) => ({
  numbers: items.map(({ number }) => number),
  keys: items.flatMap(({ id }) => (id === null ? [] : [keyOf(id).toString('latin1')])),
});

/** The body with some of its items only, packed as it was. */
export function partOf(captured: RequestToInterpret, items: readonly BulkItem[]): Buffer {
  return encodedBody(captured, bodyOfItems(decodedBody(captured) ?? Buffer.alloc(0), items));
}
