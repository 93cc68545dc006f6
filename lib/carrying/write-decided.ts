import { NOTHING_CARRIED, type CarryCounts, type NotCarried } from '../contract/carried.ts';
import type { Phase } from '../contract/progress.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { keyOf } from '../elasticsearch/read/match-documents.ts';
import type { BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { AppError, cancelled, isAppError } from '../errors.ts';
import type { Run } from '../running/run.ts';
import { CarryReport } from './carry-report.ts';
import { ConflictFile } from './conflict-file.ts';
import type { Decided } from './decide-all.ts';
import { LoadGate } from '../loading/load-gate.ts';
import type { LookedUp } from './look-up.ts';
import { SendWrites, type WriteOutcome } from './send-writes.ts';
import { UndoFile } from './undo-file.ts';
import type { Candidate, Decision, Write } from './write.ts';

/** The index that is written into. */
export interface WriteTarget {
  index: string;
  uuid: string;
  bulk: BulkTarget;
  lookedUp: LookedUp;
}

export interface WriteOptions {
  phase: Phase;
  /** Of all candidates. */
  total: number;
  /** How long transient failures are retried. */
  retryMs?: number | undefined;
}

/** Stored with the job; where it continues is in its undo file, which is never behind. */
export interface CarryCheckpoint {
  /** Of the index that is written into. */
  uuid: string;
  counts: CarryCounts;
}

export interface Written {
  counts: CarryCounts;
  /** null: nothing was written. */
  undoFile: string | null;
  /** null: there are no conflicts. */
  conflictsFile: string | null;
}

/**
 * Carries out decisions, batch by batch: saves what there was in the undo file, sends the writes, and counts every candidate
 * in exactly one bucket. Continues where an earlier run in the same directory stopped, with the same counts at the end as
 * without the interruption. `decidedFrom`: the candidates from a position; null: from the first one.
 */
export async function writeDecided<C extends Candidate & { position: P }, P>(
  cluster: Cluster,
  target: WriteTarget,
  decidedFrom: (position: P | null) => AsyncIterable<Decided<C>>,
  run: Run<CarryCheckpoint>,
  { phase, total, retryMs }: WriteOptions,
): Promise<Written> {
  const { undo, conflicts } = await openFiles(run.directory);
  const { end, interrupted } = undo.earlier;
  const counts: CarryCounts = { ...(end?.counts ?? NOTHING_CARRIED) };
  const report = new CarryReport(run, phase, target.index, total, counts);
  const gate = new LoadGate(cluster, target.index, { signal: run.signal, retryMs, onPause: report.onPause('gate') });
  const sender = new SendWrites(cluster, target, {
    signal: run.signal,
    retryMs,
    interrupted,
    onPause: report.onPause('bulk'),
  });
  try {
    run.saveCheckpoint({ uuid: target.uuid, counts: { ...counts } });
    report.send();
    for await (const { candidates, decisions } of decidedFrom((end?.position ?? null) as P | null)) {
      if (run.signal.aborted) throw cancelled();
      const notCarried: NotCarried[] = [];
      const writes: { candidate: C; write: Write }[] = [];
      for (const [at, candidate] of candidates.entries()) {
        const decision = decisions[at]!;
        if (decision.do === 'write') writes.push({ candidate, write: decision.write });
        else countUnwritten(candidate, decision, { counts, interrupted, notCarried });
      }
      let notDone: number[] = [];
      if (writes.length > 0) {
        await gate.pass();
        await undo.begin(writes);
        const outcomes = await sender.send(writes);
        notDone = countWritten(writes, outcomes, counts, notCarried);
      }
      await conflicts.write(notCarried);
      const position = candidates.at(-1)?.position ?? null;
      await undo.end({ position, counts, conflictBytes: conflicts.bytes, notDone });
      run.saveCheckpoint({ uuid: target.uuid, counts: { ...counts } });
      report.send();
    }
    assertEveryCandidate(counts, total);
    return {
      counts,
      undoFile: undo.hasWrites ? undo.path : null,
      conflictsFile: counts.conflicts + counts.rejected > 0 ? conflicts.path : null,
    };
  } catch (error) {
    throw isAppError(error) && isAboutTarget(error, target) ? targetChanged(target.index, error) : error;
  } finally {
    gate.close();
    await conflicts.close();
    await undo.close();
  }
}

async function openFiles(directory: string): Promise<{ undo: UndoFile; conflicts: ConflictFile }> {
  const undo = await UndoFile.open(directory);
  try {
    return { undo, conflicts: await ConflictFile.open(directory, undo.earlier.end?.conflictBytes ?? 0) };
  } catch (error) {
    await undo.close();
    throw error;
  }
}

/** A document that an interrupted run had begun to write, and that is as it would be afterwards: that run has written it. */
function countUnwritten(
  candidate: Candidate,
  decision: Exclude<Decision, { do: 'write' }>,
  state: { counts: CarryCounts; interrupted: ReadonlySet<string>; notCarried: NotCarried[] },
): void {
  const { counts, interrupted, notCarried } = state;
  if (decision.do === 'conflict') {
    counts.conflicts++;
    notCarried.push(lineOf(candidate, 'conflict', decision.reason));
  } else if (decision.as === 'already' && interrupted.has(keyOf(candidate))) counts[candidate.change]++;
  else counts[decision.as]++;
}

/** Returns which of the writes did not happen. */
function countWritten(
  writes: readonly { candidate: Candidate }[],
  outcomes: readonly WriteOutcome[],
  counts: CarryCounts,
  notCarried: NotCarried[],
): number[] {
  const notDone: number[] = [];
  for (const [at, { candidate }] of writes.entries()) {
    const outcome = outcomes[at]!;
    if (outcome.kind === 'done') {
      counts[candidate.change]++;
      continue;
    }
    notDone.push(at);
    if (outcome.kind === 'already') counts.already++;
    else {
      counts[outcome.kind === 'conflict' ? 'conflicts' : 'rejected']++;
      notCarried.push(lineOf(candidate, outcome.kind, outcome.reason));
    }
  }
  return notDone;
}

const lineOf = ({ id, routing, change }: Candidate, problem: NotCarried['problem'], reason: string): NotCarried => ({
  id,
  routing,
  what: change,
  problem,
  reason,
});

function assertEveryCandidate(counts: CarryCounts, total: number): void {
  const counted = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (counted === total) return;
  throw new AppError('content_mismatch', `${counted} documents were looked at; the list has ${total}.`, {
    hint: 'The list of differences is not complete any more. Compare again.',
  });
}

/** A change of the index that documents come from names that index. */
function isAboutTarget({ code, details }: AppError, { index, bulk, lookedUp }: WriteTarget): boolean {
  const named = details['index'];
  return code === 'index_changed' && (typeof named !== 'string' || [index, bulk.name, lookedUp.name].includes(named));
}

const targetChanged = (index: string, cause: AppError): AppError =>
  new AppError('index_changed', `${index} was deleted, closed, or created again while documents were written to it.`, {
    cause,
    hint: 'Somebody else did this; nothing was created in its place. Find out who and why, and compare again.',
  });
