import { readUndoLines, type RecordedWrite } from './undo-lines.ts';

/** A write that a job recorded in its undo file, and that is to be undone. */
export interface UndoCandidate extends RecordedWrite {
  /** It happened; false: the job was interrupted, and its content decides. */
  isKnown: boolean;
  position: UndoPosition;
}

/** Where the next candidate is: the byte at which a batch begins, and how many writes of it are done. */
export interface UndoPosition {
  at: number;
  skip: number;
}

/** The writes of an undo file that happened, or may have happened, from a position; null: from the beginning. */
export async function* undoCandidates(path: string, start: UndoPosition | null): AsyncGenerator<UndoCandidate> {
  let begin = start?.at ?? 0;
  let skip = start?.skip ?? 0;
  let batch: RecordedWrite[] = [];
  for await (const line of readUndoLines(path, begin)) {
    if (line.kind === 'write') {
      batch.push(line.write);
      continue;
    }
    yield* candidatesOf(batch, { begin, skip, notDone: line.end.notDone });
    begin = line.next;
    skip = 0;
    batch = [];
  }
  yield* candidatesOf(batch, { begin, skip, notDone: null });
}

function* candidatesOf(
  batch: readonly RecordedWrite[],
  { begin, skip, notDone }: { begin: number; skip: number; notDone: number[] | null },
): Generator<UndoCandidate> {
  const left = new Set(notDone);
  for (const [at, write] of batch.entries())
    if (at >= skip && !left.has(at))
      yield { ...write, isKnown: notDone !== null, position: { at: begin, skip: at + 1 } };
}

export async function countUndoCandidates(path: string): Promise<number> {
  let count = 0;
  for await (const _ of undoCandidates(path, null)) count++;
  return count;
}
