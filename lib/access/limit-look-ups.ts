import { processGlobal } from '../process-wide.ts';
import type { Authorised } from './authorise.ts';
import { takePlace, tooMany } from './under-way.ts';

/** Each is up to four searches of the cluster, and holds some megabytes of documents. */
const MOST = { ofOne: 3, all: 12 };

const underWay = processGlobal('look-ups', () => new Map<string, number>());

/** A look-up, or 429 or 503 where this person or all together have too many. */
export async function limitedLookUp<T>(
  { actor }: Pick<Authorised, 'actor'>,
  answer: () => Promise<T>,
): Promise<T | Response> {
  const release = takePlace(underWay(), actor.name, MOST);
  if (release === 'ofOne') return tooMany(429, `You have ${MOST.ofOne} look-ups running, which is the maximum.`);
  if (release === 'all') return tooMany(503, `${MOST.all} look-ups are running, which is the maximum.`);
  try {
    return await answer();
  } finally {
    release();
  }
}
