import { cancelled } from './errors.ts';

/** `work`, or `cancelled` as soon as the signal is: what comes of the work then goes to `undo`. */
export async function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  undo: (value: T) => unknown = () => undefined,
): Promise<T> {
  if (signal === undefined) return work;
  let abandon: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abandon = () => reject(cancelled());
  });
  aborted.catch(() => undefined);
  if (signal.aborted) abandon();
  else signal.addEventListener('abort', abandon, { once: true });
  try {
    return await Promise.race([aborted, work]);
  } catch (error) {
    if (signal.aborted) work.then(undo).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}
