import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { keyOf } from '../elasticsearch/read/match-documents.ts';
import { BulkBody, LargeBodyBuffer } from '../elasticsearch/write/bulk-body.ts';
import type { Outcome } from '../elasticsearch/write/bulk-response.ts';
import { sendBulk, type BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { bulkAction } from './bulk-action.ts';
import { lookUpAll, type LookedUp } from './look-up.ts';
import { digestAfter, type Candidate, type Write } from './write.ts';

/** What happened to a write. `already`: somebody else has written the same. */
export type WriteOutcome =
  { kind: 'done' } | { kind: 'already' } | { kind: 'conflict'; reason: string } | { kind: 'rejected'; reason: string };

interface SendWritesOptions {
  signal: AbortSignal;
  retryMs?: number | undefined;
  /** Keys of the writes that an interrupted run had begun: one that has happened is its own. */
  interrupted: ReadonlySet<string>;
  onPause: (because: string | null) => void;
}

interface PlannedWrite {
  candidate: Candidate;
  write: Write;
}

const BULK_BYTES = 5 * 1024 * 1024;
/** A cluster takes minutes to restart. */
const BULK_RETRY_MS = 10 * 60_000;
const NOT_FOUND = 404;

/** Sends conditional writes, and finds out what has happened to those whose condition did not hold. */
export class SendWrites {
  private readonly cluster: Cluster;
  private readonly target: { index: string; bulk: BulkTarget; lookedUp: LookedUp };
  private readonly options: SendWritesOptions;
  private readonly body = new BulkBody(BULK_BYTES, new LargeBodyBuffer());

  constructor(
    cluster: Cluster,
    target: { index: string; bulk: BulkTarget; lookedUp: LookedUp },
    options: SendWritesOptions,
  ) {
    this.cluster = cluster;
    this.target = target;
    this.options = options;
  }

  /** One outcome for each write, in their order. */
  async send(writes: readonly PlannedWrite[]): Promise<WriteOutcome[]> {
    const { body, options, target } = this;
    body.clear();
    for (const [at, { candidate, write }] of writes.entries()) {
      const action = bulkAction(candidate, write, target.lookedUp.type);
      if (write.operation === 'delete') body.addDeletion(action, at);
      else body.add(action, write.source, 0, write.source.length, at);
    }
    // A bulk whose answer was lost is sent again: then its own writes are in the way of themselves.
    let sentAgain = false;
    const sent = await sendBulk(this.cluster, target.bulk, body, {
      signal: options.signal,
      retryMs: options.retryMs ?? BULK_RETRY_MS,
      onPause: (because) => {
        sentAgain ||= because !== null;
        options.onPause(because);
      },
    });
    const outcomes: WriteOutcome[] = Array.from({ length: writes.length }, () => ({ kind: 'done' }));
    const refused: number[] = [];
    for (const outcome of sent) {
      const at = outcome.item.line;
      if (isRefusedCondition(outcome, writes[at]!)) refused.push(at);
      else if (outcome.kind === 'rejected') outcomes[at] = { kind: 'rejected', reason: reasonOf(outcome) };
    }
    await this.explain(refused, writes, outcomes, sentAgain);
    return outcomes;
  }

  private async explain(
    refused: readonly number[],
    writes: readonly PlannedWrite[],
    outcomes: WriteOutcome[],
    sentAgain: boolean,
  ): Promise<void> {
    const { index, lookedUp } = this.target;
    const keys = refused.map((at) => writes[at]!.candidate);
    const found = refused.length === 0 ? [] : await lookUpAll(this.cluster, lookedUp, keys, this.options.signal);
    for (const [place, at] of refused.entries()) {
      const { candidate, write } = writes[at]!;
      const isWritten = (found[place]?.digest ?? null) === digestAfter(write);
      const isOwn = sentAgain || this.options.interrupted.has(keyOf(candidate));
      if (!isWritten) outcomes[at] = { kind: 'conflict', reason: `It was written in ${index} at the same time.` };
      else if (!isOwn) outcomes[at] = { kind: 'already' };
    }
  }
}

/** Of a deletion, 404 means that somebody else was faster. */
const isRefusedCondition = (outcome: Outcome, { write }: PlannedWrite): boolean =>
  outcome.kind === 'conflict' ||
  (outcome.kind === 'rejected' && write.operation === 'delete' && outcome.status === NOT_FOUND);

const reasonOf = ({ type, reason }: { type: string; reason: string }): string =>
  [type, reason].filter(Boolean).join(': ');
