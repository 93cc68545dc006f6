import { keyOf } from '../store/key-of.ts';
import type { PlannedSend } from '../store/requests-in-order.ts';
import { bodyOfItems, type BulkItem } from '../requests/bulk-items.ts';
import { decodedBody, encodedBody } from '../requests/decoded-body.ts';
import type { RequestToInterpret } from '../requests/interpret.ts';
import { attempt, GIVE_UP_AFTER_MS } from './attempts.ts';
import { itemOutcomes } from './bulk-answer.ts';
import { outgoingRequest } from './outgoing-request.ts';
import type { SendContext, Sent } from './send-request.ts';

interface Numbered extends BulkItem {
  number: number;
}

/**
 * Sends a bulk. Items that the target has no room for are sent again, alone. Those that were refused then are left out; a
 * bulk of nothing else is sent as it was where only the state of the documents was the reason (404, 409): a `create`, an
 * `update` and a version carry their own conditions.
 */
export async function sendBulk(
  captured: RequestToInterpret,
  all: readonly BulkItem[],
  planned: PlannedSend,
  context: SendContext,
): Promise<Sent> {
  const refused = new Set(planned.refusedItems);
  const numbered = all.map((item, number) => ({ ...item, number }));
  const accepted = numbered.filter(({ number }) => !refused.has(number));
  const allRefused = accepted.length === 0;
  if (allRefused && planned.wasForbidden)
    return { outcome: 'asThen', status: null, tries: 0, why: null, failedItems: null, newer: 0 };
  let remaining: Numbered[] = allRefused ? numbered : accepted;
  const begunMs = performance.now();
  const failed: Numbered[] = [];
  const result: BulkResult = { status: null, tries: 0, why: null, newer: 0, unknown: false };
  while (remaining.length > 0) {
    const body = remaining.length === all.length ? captured.body : partOf(captured, remaining);
    const { authorization, job, mapping } = context;
    const request = outgoingRequest({ ...captured, body, isBulk: true }, mapping, job, authorization);
    const repeatable = remaining.every((item) => item.repeatable);
    const options = { ...context, number: planned.number, repeatable, readBody: true, tries: result.tries };
    // Of an earlier round some items were applied: they must not be sent again by a run that resumes.
    const attempted = await attempt(request, options).catch((error: unknown) => {
      if (result.tries === 0) throw error;
      return { kind: 'gaveUp' as const, why: STOPPED, status: null, tries: result.tries };
    });
    result.tries = attempted.tries;
    const outcomes =
      attempted.kind === 'answered' && attempted.answer.status === 200
        ? itemOutcomes(attempted.answer.body, remaining, { mayRepeat: attempted.mayRepeat, allRefused })
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
    result.unknown ||= outcomes.includes('unknown');
    result.newer += outcomes.filter((outcome) => outcome === 'newer').length;
    remaining = remaining.filter((_, at) => outcomes[at] === 'again');
    if (remaining.length === 0) break;
    context.pause.refused(null);
    if (performance.now() - begunMs < GIVE_UP_AFTER_MS) continue;
    failed.push(...remaining);
    break;
  }
  return sentOf(result, { failed, allRefused, many: all.length });
}

interface BulkResult {
  status: number | null;
  tries: number;
  why: string | null;
  newer: number;
  unknown: boolean;
}

function sentOf(
  { newer, status, tries, unknown, why }: BulkResult,
  { allRefused, failed, many }: { allRefused: boolean; failed: readonly Numbered[]; many: number },
): Sent {
  const succeeded = newer > 0 ? 'newer' : allRefused ? 'asThen' : 'done';
  return {
    outcome: failed.length === 0 ? succeeded : unknown ? 'unknown' : 'failed',
    status,
    tries,
    why: why ?? whyItems(failed.length, many),
    failedItems: failed.length === 0 ? null : failedOf(failed),
    newer,
  };
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
