import { cancelled } from '../../errors.ts';

let last: Promise<void> = Promise.resolve();

/**
 * Documents of many megabytes come in one at a time in the whole process, however many slices, indices and jobs are read
 * side by side: memory follows the largest document, not several of them. Resolves with what ends the turn.
 */
export async function lockLargeDocuments(signal: AbortSignal | undefined): Promise<() => void> {
  const before = last;
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  // Whoever comes behind one that gives up still waits for all that came before.
  last = before.then(() => over);
  await orAborted(before, signal);
  if (!signal?.aborted) return end;
  end();
  throw cancelled();
}

async function orAborted(waited: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const abort = () => resolve();
  signal?.addEventListener('abort', abort, { once: true });
  if (!signal?.aborted) await Promise.race([waited, aborted]);
  signal?.removeEventListener('abort', abort);
}
