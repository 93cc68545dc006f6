import { abortable } from '../../abortable.ts';

let last: Promise<void> = Promise.resolve();

/**
 * Documents of many megabytes are read one at a time in the whole process, however many slices, indices and jobs are read
 * in parallel, so that memory depends on one large document. First come, first served. Resolves with the function that
 * releases the lock; throws `cancelled` as soon as the signal is aborted.
 */
export async function lockLargeDocuments(signal: AbortSignal | undefined): Promise<() => void> {
  const previous = last;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  // After a cancelled waiter, the next one still waits for those before it.
  last = previous.then(() => released);
  try {
    await abortable(previous, signal);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}
