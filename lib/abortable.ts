import { cancelled } from './errors.ts';

/** Resolves with `work`. Throws `cancelled` as soon as the signal is aborted; a later result of the work goes to `undo`. */
export async function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  undo: (value: T) => unknown = () => undefined,
): Promise<T> {
  if (signal === undefined) return work;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(cancelled());
  });
  aborted.catch(() => undefined);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([aborted, work]);
  } catch (error) {
    if (signal.aborted) work.then(undo).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
