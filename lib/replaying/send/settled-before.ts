import type { PreparedCaptures } from '../store/prepared-captures.ts';
import { keysIn } from '../store/key-of.ts';
import { isRefresh } from '../store/requests-in-order.ts';
import type { Outcome } from './classify.ts';
import { HeldDocuments } from './held-documents.ts';
import { readJournal, type SettledLine } from './journal.ts';
import { ReplayCounter } from './replay-counter.ts';

/** What earlier runs of this replay have sent. */
export interface SettledBefore {
  isSettled(number: number): boolean;
  /** It began, must not be sent twice, and nobody knows how it ended. */
  isInDoubt(number: number): boolean;
  counter: ReplayCounter;
  held: HeldDocuments;
}

const FAILED: readonly Outcome[] = ['failed', 'unknown', 'held'];

/** From the results in the job's directory; nothing where it begins. */
export async function readSettledBefore(directory: string, captures: PreparedCaptures): Promise<SettledBefore> {
  const { many } = captures.database.prepare('SELECT max(number) AS many FROM request').get() as {
    many: number | null;
  };
  const settled = new Uint8Array(Math.ceil(((many ?? 0) + 1) / 8));
  const inDoubt = new Set<number>();
  const counter = new ReplayCounter();
  const held = new HeldDocuments();
  for await (const line of readJournal(directory)) {
    if ('begun' in line) {
      if (line.begun) inDoubt.add(line.number);
      else inDoubt.delete(line.number);
      continue;
    }
    inDoubt.delete(line.number);
    settled[line.number >> 3]! |= 1 << (line.number & 7);
    counter.add(line);
    if (FAILED.includes(line.outcome)) holdAgain(line, captures, held);
  }
  return {
    isSettled: (number) => ((settled[number >> 3] ?? 0) & (1 << (number & 7))) !== 0,
    isInDoubt: (number) => inDoubt.has(number),
    counter,
    held,
  };
}

/** All documents of a bulk are held, also those that did not fail: the results name no document. */
function holdAgain({ number, status }: SettledLine, captures: PreparedCaptures, held: HeldDocuments): void {
  const row = captures.database.prepare('SELECT keys, everything, pattern FROM request WHERE number = ?').get(number);
  if (row === undefined) return;
  held.hold(keysIn(row['keys'] as Uint8Array));
  const isRefused = status !== null && status < 500;
  if (row['everything'] === 1 && !isRefresh(String(row['pattern'])) && !isRefused) held.holdEverything();
}
