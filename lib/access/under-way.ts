/** How many of one thing may run at a time. */
export interface MostUnderWay {
  ofOne: number;
  all: number;
}

/**
 * Takes a place among those that are under way, by the name of the person. Returns the function that releases it, which may
 * be called several times; or which of the two limits is reached.
 */
export function takePlace(
  underWay: Map<string, number>,
  name: string,
  most: MostUnderWay,
): (() => void) | keyof MostUnderWay {
  const of = underWay.get(name) ?? 0;
  if (of >= most.ofOne) return 'ofOne';
  if ([...underWay.values()].reduce((sum, some) => sum + some, 0) >= most.all) return 'all';
  underWay.set(name, of + 1);
  let taken = true;
  return () => {
    if (!taken) return;
    taken = false;
    const left = (underWay.get(name) ?? 1) - 1;
    if (left > 0) underWay.set(name, left);
    else underWay.delete(name);
  };
}

const RETRY_AFTER_S = 10;

/** 429: this person has too many; 503: all together have. */
export const tooMany = (status: 429 | 503, message: string): Response =>
  Response.json(
    { failure: { code: 'overloaded', message, hint: 'Wait for one to end, then try again.' } },
    { status, headers: { 'retry-after': String(RETRY_AFTER_S), 'cache-control': 'no-store' } },
  );
