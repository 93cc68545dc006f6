import { AppError } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';

interface Attempt {
  since: number;
  promise: Promise<unknown>;
  settledAt: number | null;
}

const attempts = processGlobal('attempts', () => new Map<string, Attempt>());

/** A plan asks a dozen things of the cluster; a page gives up on a route after 20 s. */
export const PAGE_TIMEOUT_MS = 10_000;
const GIVE_UP_AFTER_MS = 90_000;
/** An outcome nobody came for. */
const KEPT_MS = 30_000;

/**
 * What a page asks of the cluster, within the patience of a page: work that takes longer goes on, whoever asks for the
 * same again waits for that one, and gets its outcome once. Throws `timed_out` until then, and what the work throws.
 */
export async function singleFlight<T>(
  key: string,
  from: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  forget();
  const attempt = attempts().get(key) ?? begin(key, work);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), PAGE_TIMEOUT_MS);
  });
  try {
    const outcome = await Promise.race([attempt.promise.then((value: unknown) => ({ value: value as T })), late]);
    if (outcome !== 'late') {
      attempts().delete(key);
      return outcome.value;
    }
  } catch (error) {
    attempts().delete(key);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  throw new AppError(
    'timed_out',
    `${from} has not answered for ${Math.round((performance.now() - attempt.since) / 1000)} s.`,
    { hint: 'It is still being asked. This page shows the answer as soon as it comes.' },
  );
}

function begin(key: string, work: (signal: AbortSignal) => Promise<unknown>): Attempt {
  const attempt: Attempt = {
    since: performance.now(),
    promise: work(AbortSignal.timeout(GIVE_UP_AFTER_MS)),
    settledAt: null,
  };
  const settled = () => {
    attempt.settledAt = performance.now();
  };
  attempt.promise.then(settled, settled);
  attempts().set(key, attempt);
  return attempt;
}

function forget(): void {
  for (const [key, { settledAt }] of attempts())
    if (settledAt !== null && performance.now() - settledAt > KEPT_MS) attempts().delete(key);
}
